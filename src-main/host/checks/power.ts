import { verdict, type HostCheckFunction } from '../check.ts';
import { byHand } from '../fixes.ts';

/** The first lab takes ten to twenty minutes: who sleeps before that is told so. */
const shortMinutes = 30;

/** Battery and sleep. */
export const checkPower: HostCheckFunction = ({ computer }) => {
  const { power, sleepMinutes } = computer;
  const id = 'power';
  const evidence = [...power.evidence, ...sleepMinutes.evidence];
  const params = { percent: power.value?.percent ?? 0, minutes: sleepMinutes.value ?? 0 };
  if (power.value?.onBattery === true) {
    const finding = power.value.percent === null ? 'on-battery' : 'on-battery-percent';
    return verdict({ id, status: 'warning', finding, params, evidence, fixes: [byHand('plug-in')] });
  }
  const minutes = sleepMinutes.value;
  if (minutes !== null && minutes > 0 && minutes <= shortMinutes) {
    return verdict({ id, status: 'warning', finding: 'sleeps', params, evidence, fixes: [byHand('sleep-later')] });
  }
  // A virtual machine without a battery has nothing to be asked.
  if (power.value === null || minutes === null) {
    const hasNone = power.value?.hasBattery === false && computer.isInsideVm.value === true;
    if (hasNone) return null;
    return verdict({ id, status: 'unknown', finding: power.value === null ? 'unknown' : 'sleep-unknown', evidence });
  }
  return verdict({ id, status: 'ok', finding: minutes === 0 ? 'never-sleeps' : 'sleeps-late', params, evidence });
};
