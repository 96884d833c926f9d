// Where things stand: rows from top to bottom in pixels of the content, and the window of time from left to right.

const AXIS_HEIGHT = 30;
const SCROLL_HEIGHT = 16;
const TITLE_HEIGHT = 34;
const STREAM_HEIGHT = 13;
const ROW_GAP = 4;
const DEVICE_GAP = 8;
const LEAST_DEVICE_GAP = 3;
const LEAST_BARS = 11;
const MOST_BARS = 46;
const MEMORY_SHARE = 0.62;
const RIGHT_MARGIN = 16;
const GUTTER = 296;

/** Lists the rows: {type: "title" | "bars" | "memory", schedule, lane, device, y, height}. */
function layOutRows(schedules, options, available) {
  const groups = options.isInterleaved && schedules.length > 1
    ? interleavedGroups(schedules)
    : schedules.map(schedule => ({ title: [schedule], lanes: schedule.lanes.map((_, lane) => ({ schedule, lane })) }));
  const plan = groups.flatMap(group => [
    { type: "title", schedules: group.title },
    ...group.lanes.flatMap(({ schedule, lane }) => laneRows(schedule, lane, options)),
  ]);
  const shares = plan.reduce((sum, row) => sum + share(row), 0);
  const roomy = heightOfBars(plan, shares, available, DEVICE_GAP);
  const gap = roomy < 2 * LEAST_BARS ? LEAST_DEVICE_GAP : DEVICE_GAP;
  const unit = Math.min(MOST_BARS, Math.max(LEAST_BARS, heightOfBars(plan, shares, available, gap)));
  let y = 4;
  for (const row of plan) {
    const height = fixedHeight(row) || unit * share(row);
    row.y = Math.round(y);
    row.height = Math.round(y + height) - row.y;
    y += height + gapAfter(row, gap);
  }
  return { rows: plan, height: Math.round(y + 4) };
}

function interleavedGroups(schedules) {
  const lanes = [];
  const longest = Math.max(...schedules.map(schedule => schedule.devices.length));
  for (let device = 0; device < longest; device++) {
    for (const schedule of schedules) {
      schedule.lanes.forEach((lane, index) => {
        if (lane.device === device) lanes.push({ schedule, lane: index });
      });
    }
  }
  for (const schedule of schedules) {
    schedule.lanes.forEach((lane, index) => {
      if (lane.device === null) lanes.push({ schedule, lane: index });
    });
  }
  return [{ title: schedules, lanes }];
}

function laneRows(schedule, lane, options) {
  const { isCompute, device } = schedule.lanes[lane];
  if (!isCompute) return options.withStreams ? [{ type: "bars", isStream: true, schedule, lane, device }] : [];
  const bars = { type: "bars", schedule, lane, device, hasMemory: options.withMemory };
  return options.withMemory ? [bars, { type: "memory", schedule, lane, device }] : [bars];
}

function share(row) {
  return row.type === "title" || row.isStream ? 0 : row.type === "bars" ? 1 : MEMORY_SHARE;
}

/** The height of bars with which everything fits. */
function heightOfBars(plan, shares, available, gap) {
  const fixed = plan.reduce((sum, row) => sum + fixedHeight(row) + gapAfter(row, gap), 8);
  return (available - fixed) / Math.max(1, shares);
}

function fixedHeight(row) {
  return row.type === "title" ? TITLE_HEIGHT : row.isStream ? STREAM_HEIGHT : 0;
}

function gapAfter(row, deviceGap) {
  if (row.type === "title") return 2;
  if (row.isStream) return 3;
  return row.type === "bars" ? (row.hasMemory ? 1 : Math.min(ROW_GAP, deviceGap)) : deviceGap;
}

/** The window of time that is shown, kept inside [0, end] and no shorter than a few ticks. */
class TimeWindow {
  constructor(end) {
    this.end = Math.max(1, end);
    this.from = 0;
    this.to = this.end;
  }

  get span() {
    return this.to - this.from;
  }

  set(from, span) {
    const length = Math.min(this.end, Math.max(Math.min(20, this.end), span));
    this.from = Math.min(this.end - length, Math.max(0, from));
    this.to = this.from + length;
  }

  /** Zooms so that what is under the share of the window stays there. */
  zoom(factor, share) {
    const pivot = this.from + share * this.span;
    const span = Math.min(this.end, Math.max(Math.min(20, this.end), this.span / factor));
    this.set(pivot - share * span, span);
  }

  move(ticks) {
    this.set(this.from + ticks, this.span);
  }
}
