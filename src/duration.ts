const ISO_8601 =
  /^P(?=.)(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d+)?)S)?)?$/;

const MS = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1000,
};

/** Whole milliseconds of an ISO 8601 duration in weeks to seconds; undefined when it is not one. */
export function durationMs(text: string): number | undefined {
  const parts = ISO_8601.exec(text)?.groups;
  if (!parts) return undefined;
  const ms = Object.entries(MS).reduce(
    (sum, [unit, size]) => sum + Number(parts[unit] ?? 0) * size,
    0,
  );
  // Timers and AbortSignal.timeout refuse fractions.
  return Math.round(ms);
}
