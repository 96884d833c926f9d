// Draws a view on a canvas. Nothing here changes the view.

const GROUND = "#f1f3f6";
const INK = "#1c2430";
const SOFT = "#5b6675";
const LIMIT = "#b3261e";
const MEMORY_FILL = "#d3d9e2";
const MEMORY_LINE = "#66748a";
const FONT = 'Inter, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** Below this mean width of a bar, in pixels, columns of pixels show shares of time instead of single bars. */
const MEAN_WIDTH_OF_SHARES = 2;

function paint(context, view) {
  const { width, height } = view;
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  const steps = axisSteps(view);
  context.save();
  context.beginPath();
  context.rect(0, AXIS_HEIGHT, width, height - AXIS_HEIGHT - SCROLL_HEIGHT);
  context.clip();
  for (const row of view.layout.rows) {
    const y = AXIS_HEIGHT + row.y - view.scroll;
    if (y + row.height >= AXIS_HEIGHT && y <= height) paintRow(context, view, row, y, steps);
  }
  paintEnds(context, view);
  if (view.options.isCritical) view.schedules.forEach(schedule => paintPath(context, view, schedule));
  context.restore();
  paintAxis(context, view, steps);
  paintScroll(context, view);
}

function paintRow(context, view, row, y, steps) {
  if (row.type === "title") {
    paintTitle(context, view, row, y);
    return;
  }
  const right = view.width - RIGHT_MARGIN;
  context.save();
  context.beginPath();
  context.rect(GUTTER, y - 1, right - GUTTER, row.height + 2);
  context.clip();
  const end = Math.min(right, view.x(row.schedule.makespan));
  context.fillStyle = row.type === "bars" ? GROUND : "#fafbfc";
  context.fillRect(view.x(0), y, end - view.x(0), row.height);
  context.fillStyle = row.type === "bars" ? "#e3e7ed" : "#edf0f4";
  for (const time of steps.times) {
    if (time < row.schedule.makespan) context.fillRect(Math.round(view.x(time)), y, 1, row.height);
  }
  if (row.type === "bars") paintBars(context, view, row, y);
  else paintMemory(context, view, row, y);
  context.restore();
  paintNames(context, view, row, y);
}

function paintTitle(context, view, row, y) {
  let x = 20;
  const base = y + TITLE_HEIGHT - 11;
  row.schedules.forEach((schedule, index) => {
    context.font = "600 15px " + FONT;
    context.textAlign = "left";
    context.fillStyle = INK;
    const name = row.schedules.length > 1 ? `${index + 1}  ${schedule.label}` : schedule.label;
    context.fillText(name, x, base);
    x += context.measureText(name).width + 16;
    context.font = "13px " + FONT;
    context.fillStyle = SOFT;
    const figures = summary(schedule);
    context.fillText(figures, x, base);
    x += context.measureText(figures).width + 40;
  });
}

function summary(schedule) {
  return [
    "makespan " + timeText(schedule.makespan, schedule.timeUnit),
    "bubble " + percent(schedule.bubble),
    "peak memory " + memoryText(highestPeak(schedule), schedule.memoryUnit),
  ].join("   ·   ");
}

function highestPeak(schedule) {
  return Math.max(...schedule.devices.map(device => device.peak));
}

// Bars

function paintBars(context, view, row, y) {
  const { schedule, lane } = row;
  const inset = row.isStream ? 2 : 0;
  const place = { y: y + inset, height: row.height - 2 * inset };
  const isBright = brightness(view, schedule);
  const draw = meanWidth(view, schedule, lane) < MEAN_WIDTH_OF_SHARES ? paintShares : paintSingly;
  if (isBright === null) {
    draw(context, view, schedule, lane, place, null, true);
    return;
  }
  context.globalAlpha = 0.2;
  draw(context, view, schedule, lane, place, null, false);
  context.globalAlpha = 1;
  paintSingly(context, view, schedule, lane, place, isBright, true);
}

/** Which bars stay bright while others are dimmed; null where all do. */
function brightness(view, schedule) {
  const { chosen } = view;
  if (chosen) {
    const microBatch = chosen.schedule.microBatch[chosen.bar];
    return bar => schedule.microBatch[bar] === microBatch;
  }
  if (view.options.isCritical) {
    const { reasonOf } = criticalPath(schedule);
    return bar => reasonOf.has(bar);
  }
  return null;
}

function meanWidth(view, schedule, lane) {
  const count = schedule.lanes[lane].count;
  if (count === 0) return Infinity;
  const first = schedule.first[lane];
  const length = schedule.end[first + count - 1] - schedule.start[first];
  return length / count * view.scale;
}

function visibleBars(view, schedule, lane) {
  const stop = schedule.first[lane + 1];
  const from = firstAbove(schedule.end, view.window.from, schedule.first[lane], stop);
  return [Math.max(schedule.first[lane], from - 1), firstAbove(schedule.start, view.window.to, from, stop)];
}

function paintSingly(context, view, schedule, lane, { y, height }, isShown, withText) {
  const [from, to] = visibleBars(view, schedule, lane);
  context.font = `600 ${Math.min(12, Math.max(9, height - 5))}px ${FONT}`;
  context.textAlign = "center";
  const digit = context.measureText("0").width;
  let colour = "";
  for (let bar = from; bar < to; bar++) {
    if (isShown !== null && !isShown(bar)) continue;
    const type = schedule.types[schedule.type[bar]];
    const kind = KINDS[type.kind];
    const left = Math.max(GUTTER - 4, view.x(schedule.start[bar]));
    const right = Math.min(view.width, view.x(schedule.end[bar]));
    const gap = right - left > 4 ? 1 : 0;
    if (colour !== kind.colour) context.fillStyle = colour = kind.colour;
    context.fillRect(left, y, Math.max(isShown === null ? 0.5 : 1, right - left - gap), height);
    if (type.chunk > 0 && right - left > 2) {
      context.fillStyle = "rgb(20 24 31 / 55%)";
      for (let mark = 0; mark < Math.min(3, type.chunk); mark++) {
        context.fillRect(left, y + height - 2 - 3 * mark, right - left - gap, 2);
      }
      colour = "";
    }
    if (withText && height >= 11 && right - left > digit * 1.4) {
      const text = barText(kind, schedule.microBatch[bar], right - left - gap, digit);
      if (text !== "") {
        context.fillStyle = kind.ink;
        context.fillText(text, (left + right - gap) / 2, y + height / 2 + 4);
        colour = "";
      }
    }
  }
}

/** The kind's letters and the micro-batch, or what of it fits. */
function barText(kind, microBatch, width, digit) {
  const number = String(microBatch);
  const full = kind.letters + number;
  if (full.length * digit * 1.12 + 3 <= width) return full;
  return number.length * digit + 2 <= width ? number : "";
}

/** Adds up, for each column of pixels, the time of each kind in it, and stacks the shares. */
function paintShares(context, view, schedule, lane, { y, height }) {
  const kinds = schedule.kindsUsed;
  const columns = Math.ceil(view.width - RIGHT_MARGIN - GUTTER) + 1;
  const shares = new Float32Array(columns * kinds.length);
  const rank = new Int8Array(KINDS.length);
  kinds.forEach((kind, index) => (rank[kind] = index));
  const [from, to] = visibleBars(view, schedule, lane);
  for (let bar = from; bar < to; bar++) {
    const index = rank[schedule.types[schedule.type[bar]].kind];
    let left = Math.max(0, view.x(schedule.start[bar]) - GUTTER);
    const right = Math.min(columns, view.x(schedule.end[bar]) - GUTTER);
    while (left < right) {
      const column = Math.floor(left);
      const stop = Math.min(right, column + 1);
      shares[column * kinds.length + index] += stop - left;
      left = stop;
    }
  }
  const base = new Float32Array(columns);
  kinds.forEach((kind, index) => {
    context.fillStyle = KINDS[kind].colour;
    for (let column = 0; column < columns; column++) {
      const part = shares[column * kinds.length + index] * height;
      if (part > 0) {
        base[column] += part;
        context.fillRect(GUTTER + column, y + height - base[column], 1, part);
      }
    }
  });
}

// Memory

function paintMemory(context, view, row, y) {
  const curve = row.schedule.memory[row.device];
  const { limit, peak, peakTime } = row.schedule.devices[row.device];
  const top = view.memoryTop(row.schedule);
  const level = held => y + row.height - held / top * (row.height - 2);
  const path = memoryPath(view, curve, row.schedule.makespan, level);
  context.beginPath();
  context.moveTo(path[0][0], y + row.height);
  path.forEach(([x, at]) => context.lineTo(x, at));
  context.lineTo(path[path.length - 1][0], y + row.height);
  context.fillStyle = MEMORY_FILL;
  context.fill();
  context.beginPath();
  path.forEach(([x, at]) => context.lineTo(x, at));
  context.strokeStyle = MEMORY_LINE;
  context.lineWidth = 1;
  context.stroke();
  if (limit !== null) {
    context.setLineDash([5, 3]);
    context.strokeStyle = LIMIT;
    context.beginPath();
    context.moveTo(view.x(0), Math.round(level(limit)) + 0.5);
    context.lineTo(view.x(row.schedule.makespan), Math.round(level(limit)) + 0.5);
    context.stroke();
    context.setLineDash([]);
  }
  context.fillStyle = INK;
  context.beginPath();
  context.arc(view.x(peakTime), level(peak), 2.5, 0, 7);
  context.fill();
}

/** Steps; within one column of pixels only its lowest and highest value. */
function memoryPath(view, curve, makespan, level) {
  const path = [];
  const stop = Math.min(view.window.to, makespan);
  let step = Math.max(0, firstAbove(curve.time, view.window.from, 0, curve.time.length) - 1);
  path.push([view.x(Math.max(view.window.from, curve.time[step])), level(curve.held[step])]);
  let held = curve.held[step++];
  while (step < curve.time.length && curve.time[step] <= stop) {
    const x = Math.floor(view.x(curve.time[step]));
    let low = held;
    let high = held;
    path.push([x, level(held)]);
    while (step < curve.time.length && curve.time[step] <= stop && view.x(curve.time[step]) < x + 1) {
      held = curve.held[step++];
      low = Math.min(low, held);
      high = Math.max(high, held);
    }
    path.push([x, level(low)], [x, level(high)], [x, level(held)]);
  }
  path.push([view.x(stop), level(held)]);
  return path;
}

// Names and figures on the left

function paintNames(context, view, row, y) {
  if (row.type === "memory") {
    paintMemoryName(context, view, row, y);
    return;
  }
  const lane = row.schedule.lanes[row.lane];
  const isFocused = view.chosen && view.chosen.schedule === row.schedule
    && row.schedule.laneOf[view.chosen.bar] === row.lane;
  context.textAlign = "left";
  context.fillStyle = row.isStream ? SOFT : INK;
  context.font = row.isStream ? "11px " + FONT : `${isFocused ? 700 : 600} 13px ${FONT}`;
  const middle = y + row.height / 2 + 4.5;
  const prefix = view.options.isInterleaved && view.schedules.length > 1
    ? view.schedules.indexOf(row.schedule) + 1 + "  " : "";
  fitText(context, prefix + lane.name, row.isStream ? 30 : 20, middle, row.isStream ? GUTTER - 44 : 92);
  if (row.isStream) return;
  const device = row.schedule.devices[row.device];
  context.font = "12px " + FONT;
  context.fillStyle = INK;
  context.textAlign = "right";
  context.fillText(percent(device.bubble), 172, middle);
  context.fillText(memoryText(device.peak, row.schedule.memoryUnit), 278, middle);
  const bottom = y + row.height - 2;
  if (row.height >= 17) {
    paintGauge(context, 122, bottom, 50, device.bubble / view.highestBubble, "#9aa5b4");
    paintGauge(context, 200, bottom, 78, device.peak / (device.limit ?? view.memoryTop(row.schedule)), MEMORY_LINE);
  }
}

function paintGauge(context, x, y, width, share, colour) {
  context.fillStyle = "#e3e7ed";
  context.fillRect(x, y, width, 3);
  context.fillStyle = colour;
  context.fillRect(x, y, width * Math.min(1, share), 3);
}

function paintMemoryName(context, view, row, y) {
  if (row.height < 11) return;
  const { limit } = row.schedule.devices[row.device];
  context.font = "11px " + FONT;
  context.fillStyle = SOFT;
  context.textAlign = "right";
  const text = limit === null ? "no limit" : "limit " + memoryText(limit, row.schedule.memoryUnit);
  context.fillText(text, 278, y + Math.min(row.height / 2 + 5, 14));
}

function fitText(context, text, x, y, most) {
  let shown = text;
  while (shown.length > 1 && context.measureText(shown).width > most) shown = shown.slice(0, -2) + "…";
  context.fillText(shown, x, y);
}

// Lines across all rows

function paintEnds(context, view) {
  for (const schedule of view.schedules) {
    const x = Math.round(view.x(schedule.makespan));
    if (x <= GUTTER || x > view.width) continue;
    const rows = view.layout.rows.filter(row => row.schedule === schedule);
    if (rows.length === 0) continue;
    const top = AXIS_HEIGHT + rows[0].y - view.scroll;
    const last = rows[rows.length - 1];
    context.fillStyle = INK;
    context.fillRect(x, top - 3, 1.5, AXIS_HEIGHT + last.y + last.height - view.scroll - top + 6);
  }
}

function paintPath(context, view, schedule) {
  const rowOf = new Map(view.layout.rows
    .filter(row => row.type === "bars" && row.schedule === schedule)
    .map(row => [row.lane, row]));
  context.save();
  context.beginPath();
  context.rect(GUTTER, 0, view.width - RIGHT_MARGIN - GUTTER, view.height);
  context.clip();
  context.strokeStyle = "#14181f";
  context.lineWidth = 1.5;
  context.beginPath();
  let last = null;
  for (const bar of criticalPath(schedule).bars) {
    const row = rowOf.get(schedule.laneOf[bar]);
    if (!row) continue;
    const y = AXIS_HEIGHT + row.y + row.height / 2 - view.scroll;
    const left = view.x(schedule.start[bar]);
    const right = view.x(schedule.end[bar]);
    if (last !== null && last.y !== y && right >= 0 && last.x <= view.width) {
      context.moveTo(last.x, last.y);
      context.lineTo(left, y);
    }
    if (right - left > 3 && right >= GUTTER && left <= view.width) {
      context.rect(left + 0.5, y - row.height / 2 + 0.75, right - left - 2, row.height - 1.5);
    }
    last = { x: right, y };
  }
  context.stroke();
  context.restore();
}

// The axis above and the bar below

function axisSteps(view) {
  const unit = view.schedules[0].timeUnit;
  const readable = readableUnit(view.window.span, unit);
  const step = Math.max(1, niceStep(view.window.span / readable.ticks / (view.plotWidth / 110)) * readable.ticks);
  const times = [];
  for (let time = Math.ceil(view.window.from / step) * step; time <= view.window.to; time += step) times.push(time);
  const places = Math.max(0, -Math.floor(Math.log10(step / readable.ticks) + 1e-9));
  return { times, readable, places };
}

function paintAxis(context, view, { times, readable, places }) {
  context.fillStyle = "#fff";
  context.fillRect(0, 0, view.width, AXIS_HEIGHT);
  context.font = "12px " + FONT;
  context.fillStyle = SOFT;
  const base = AXIS_HEIGHT - 11;
  context.textAlign = "left";
  context.fillText("device", 20, base);
  context.textAlign = "right";
  context.fillText("bubble", 172, base);
  context.fillText("peak memory", 278, base);
  context.textAlign = "center";
  let labelled = -Infinity;
  for (const time of times) {
    const x = Math.round(view.x(time));
    const text = decimals(time / readable.ticks, places) + " " + readable.name;
    const half = context.measureText(text).width / 2;
    const middle = Math.min(view.width - half - 4, Math.max(GUTTER + half, x));
    if (middle - half > labelled + 12) {
      context.fillStyle = SOFT;
      context.fillText(text, middle, base);
      labelled = middle + half;
    }
    context.fillStyle = "#aab3bf";
    context.fillRect(x, AXIS_HEIGHT - 6, 1, 5);
  }
  context.fillStyle = "#c4ccd6";
  context.fillRect(0, AXIS_HEIGHT - 1, view.width, 1);
}

function paintScroll(context, view) {
  const y = view.height - SCROLL_HEIGHT;
  context.fillStyle = "#fff";
  context.fillRect(0, y, view.width, SCROLL_HEIGHT);
  context.fillStyle = "#e3e7ed";
  context.fillRect(GUTTER, y + 5, view.plotWidth, 6);
  const { from, span, end } = view.window;
  context.fillStyle = "#8893a3";
  context.fillRect(GUTTER + from / end * view.plotWidth, y + 5, Math.max(6, span / end * view.plotWidth), 6);
  const hidden = view.layout.height - (view.height - AXIS_HEIGHT - SCROLL_HEIGHT);
  if (hidden > 0) {
    const track = view.height - AXIS_HEIGHT - SCROLL_HEIGHT;
    context.fillStyle = "#8893a3";
    context.fillRect(view.width - 7, AXIS_HEIGHT + view.scroll / view.layout.height * track, 5,
      track * track / view.layout.height);
  }
}
