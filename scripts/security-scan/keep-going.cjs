// The scanner looks for translations of itself and for versions of Electron on the net. Where there is none, the library that it asks
// with (got) fails in ways that nobody catches, which would end the scan.
function ignoreFailedLookUps(error) {
  if (!/[\\/]node_modules[\\/]got[\\/]/.test(error.stack)) throw error;
}
process.on('uncaughtException', ignoreFailedLookUps);
process.on('unhandledRejection', ignoreFailedLookUps);
