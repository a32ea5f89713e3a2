import type { ReactNode } from 'react';
import { Picture } from '../../components/picture.tsx';
import { Arrow, Cloud, Disk, Laptop, Vm } from './pieces.tsx';

function HypervisorPicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <Laptop x={120} y={104} half={76}>
        <Vm x={80} y={58} />
        <Vm x={120} y={58} color="warm" />
        <Vm x={160} y={58} />
        <path d="M56 84h128" stroke="var(--ink)" />
        <path d="M80 74v10M120 74v10M160 74v10" strokeDasharray="1 5" />
      </Laptop>
    </Picture>
  );
}

function NatPicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <Vm x={40} y={65} size={52} />
      <rect x={104} y={28} width={22} height={74} rx={6} fill="var(--paper)" />
      <path d="M115 46v0M115 65v0M115 84v0" strokeWidth={4} />
      <Cloud x={200} y={66} />
      <Arrow d="M72 50C100 44 130 44 160 52" head={{ x: 162, y: 53 }} turn={16} color="var(--good)" />
      <path d="M160 86H136" stroke="var(--bad)" />
      <path d="M139 80l-9 12M130 80l9 12" stroke="var(--bad)" />
    </Picture>
  );
}

function InternalNetworkPicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <rect x={14} y={10} width={212} height={110} rx={22} strokeDasharray="2 7" />
      <path d="M40 92h160M60 56v36M120 56v36M180 56v36" stroke="var(--warm)" strokeWidth={3} />
      <Vm x={60} y={44} size={46} />
      <Vm x={120} y={44} size={46} />
      <Vm x={180} y={44} size={46} />
      <circle cx={60} cy={92} r={4} fill="var(--warm)" stroke="none" />
      <circle cx={120} cy={92} r={4} fill="var(--warm)" stroke="none" />
      <circle cx={180} cy={92} r={4} fill="var(--warm)" stroke="none" />
    </Picture>
  );
}

function LinkedClonePicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <Disk x={120} y={84} width={84} height={26} />
      <path d="M120 74V62M106 76 66 46M134 76l40 -30" strokeDasharray="2 6" />
      <Disk x={56} y={32} width={54} height={6} color="warm" />
      <Disk x={120} y={32} width={54} height={6} color="warm" />
      <Disk x={184} y={32} width={54} height={6} color="warm" />
    </Picture>
  );
}

function SnapshotPicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <path d="M24 96h192" />
      <circle cx={70} cy={96} r={6} fill="var(--paper)" stroke="var(--main)" />
      <path d="M70 90V44" stroke="var(--main)" />
      <path d="M70 46c14 -9 24 8 40 0v24c-16 8 -26 -9 -40 0" fill="var(--tint)" stroke="var(--main)" />
      <circle cx={190} cy={96} r={6} fill="var(--warm-tint)" stroke="var(--warm)" />
      <Arrow d="M188 84C176 50 110 66 82 86" head={{ x: 80, y: 87 }} turn={145} color="var(--warm)" />
    </Picture>
  );
}

function VirtualizationPicture(): ReactNode {
  return (
    <Picture width={240} height={130}>
      <rect x={86} y={30} width={68} height={68} rx={10} fill="var(--paper)" />
      <path d="M104 18v12M120 18v12M136 18v12M104 98v12M120 98v12M136 98v12M74 48h12M74 64h12M74 80h12M154 48h12M154 64h12M154 80h12" />
      <path d="M120 30v68M86 64h68" strokeDasharray="2 6" />
      <Vm x={103} y={47} size={22} />
      <Vm x={137} y={47} size={22} color="warm" />
      <Vm x={103} y={81} size={22} color="warm" />
      <Vm x={137} y={81} size={22} />
    </Picture>
  );
}

/** The lab as a whole: a laptop, and a small cluster that grows out of it. */
export function HeroPicture(): ReactNode {
  return (
    <Picture width={360} height={250}>
      <circle cx={180} cy={112} r={104} fill="var(--tint)" stroke="none" />
      <path d="M180 100 96 58M180 100V40M180 100l84 -42" stroke="var(--warm)" strokeWidth={3} />
      <Vm x={96} y={52} size={64} />
      <Vm x={180} y={32} size={64} color="warm" />
      <Vm x={264} y={52} size={64} />
      <Laptop x={180} y={214} half={90}>
        <circle cx={180} cy={124} r={9} fill="var(--warm)" stroke="none" />
        <path d="M180 133v18" stroke="var(--warm)" strokeWidth={3} />
        <path d="M122 172h46M122 188h72" stroke="var(--main)" />
        <path d="M112 166l6 6 -6 6" stroke="var(--main)" />
      </Laptop>
    </Picture>
  );
}

/** A lab that is ready, with a little joy. */
export function ReadyPicture(): ReactNode {
  const sparks = [
    [40, 40, 'main'],
    [76, 18, 'warm'],
    [128, 34, 'good'],
    [232, 30, 'main'],
    [286, 20, 'warm'],
    [322, 46, 'good'],
    [26, 92, 'warm'],
    [334, 96, 'main'],
  ] as const;
  return (
    <Picture width={360} height={170}>
      {sparks.map(([x, y, color], index) => (
        <path
          key={`${x}`}
          d={index % 2 === 0 ? `M${x} ${y}l8 -8` : `M${x} ${y}v-10M${x - 5} ${y - 5}h10`}
          stroke={`var(--${color})`}
          strokeWidth={3}
        />
      ))}
      <path d="M84 128h192M96 92v36M180 92v36M264 92v36" stroke="var(--warm)" strokeWidth={3} />
      <Vm x={96} y={80} size={66} />
      <Vm x={180} y={80} size={66} />
      <Vm x={264} y={80} size={66} />
      {[96, 180, 264].map((x) => (
        <g key={x}>
          <circle cx={x + 30} cy={58} r={12} fill="var(--good)" stroke="var(--paper)" />
          <path d={`M${x + 25} 58l4 4 7 -8`} stroke="var(--paper)" strokeWidth={2.5} />
        </g>
      ))}
    </Picture>
  );
}

/** What the app explains with a picture and two sentences. */
export const topics = ['virtualization', 'hypervisor', 'nat', 'internal-network', 'linked-clone', 'snapshot'] as const;
export type Topic = (typeof topics)[number];

/** The picture of a topic. */
export function TopicPicture({ topic }: { readonly topic: Topic }): ReactNode {
  switch (topic) {
    case 'virtualization':
      return <VirtualizationPicture />;
    case 'hypervisor':
      return <HypervisorPicture />;
    case 'nat':
      return <NatPicture />;
    case 'internal-network':
      return <InternalNetworkPicture />;
    case 'linked-clone':
      return <LinkedClonePicture />;
    case 'snapshot':
      return <SnapshotPicture />;
  }
}
