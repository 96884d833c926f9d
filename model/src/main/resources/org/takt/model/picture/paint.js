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

/** Of digits, as a share of the size of the font. */
const DIGIT_WIDTH = 0.64;

/** Of the widest letter, in digits. */
const LETTER_WIDTH = 1.6;

/** So many bars make up a column of shares, where its width allows. */
const BARS_OF_A_SHARE = 8;

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
  const { scale, width } = view;
  const origin = GUTTER - view.window.from * scale;
  const texts = [];
  let colour = "";
  for (let bar = from; bar < to; bar++) {
    if (isShown !== null && !isShown(bar)) continue;
    const type = schedule.types[schedule.type[bar]];
    const kind = KINDS[type.kind];
    const left = Math.max(GUTTER - 4, origin + schedule.start[bar] * scale);
    const right = Math.min(width, origin + schedule.end[bar] * scale);
    const gap = right - left > 4 ? 1 : 0;
    if (colour !== kind.colour) context.fillStyle = colour = kind.colour;
    context.fillRect(left, y, Math.max(isShown === null ? 0.5 : 1, right - left - gap), height);
    if (type.chunk > 0 && right - left > 2) {
      paintChunk(context, type.chunk, left, y + height, right - left - gap);
      colour = "";
    }
    if (withText && right - left > 6) texts.push(bar);
  }
  if (texts.length > 0) paintTexts(context, view, schedule, lane, texts, { y, height });
}

/** Dark strips tell the stages of one device apart. */
function paintChunk(context, chunk, left, bottom, width) {
  context.fillStyle = "rgb(20 24 31 / 55%)";
  for (let mark = 0; mark < Math.min(3, chunk); mark++) context.fillRect(left, bottom - 2 - 3 * mark, width, 2);
}

/** On each bar, in one size for the lane, its letters and micro-batch where most have room for both, or its micro-batch. */
function paintTexts(context, view, schedule, lane, bars, { y, height }) {
  const { scale, width } = view;
  const origin = GUTTER - view.window.from * scale;
  const digits = String(schedule.microBatches - 1).length;
  const room = 0.9 * meanWidth(view, schedule, lane) - 3;
  const isFull = room / (digits + LETTER_WIDTH) >= DIGIT_WIDTH * 8.5;
  const size = room / (isFull ? digits + LETTER_WIDTH : digits) / DIGIT_WIDTH;
  const readable = Math.min(13, height - 2, Math.max(8.5, size));
  if (readable < 8) return;
  context.textAlign = "center";
  context.font = `600 ${readable.toFixed(1)}px ${FONT}`;
  let ink = "";
  for (const bar of bars) {
    const kind = KINDS[schedule.types[schedule.type[bar]].kind];
    const left = Math.max(GUTTER, origin + schedule.start[bar] * scale);
    const right = Math.min(width - RIGHT_MARGIN, origin + schedule.end[bar] * scale - 1);
    const number = String(schedule.microBatch[bar]);
    const fitting = (right - left - 1) / (DIGIT_WIDTH * readable);
    const text = isFull && number.length + LETTER_WIDTH * kind.letters.length <= fitting ? kind.letters + number
      : number.length <= fitting ? number : "";
    if (text === "") continue;
    if (ink !== kind.ink) context.fillStyle = ink = kind.ink;
    context.fillText(text, (left + right) / 2, y + height / 2 + 0.36 * readable);
  }
}

/** Adds up, for each column of some pixels, the time of each kind in it, and stacks the shares. */
function paintShares(context, view, schedule, lane, { y, height }) {
  const kinds = schedule.kindsUsed;
  const columnWidth = Math.min(4, Math.ceil(BARS_OF_A_SHARE * meanWidth(view, schedule, lane)));
  const columns = Math.ceil(view.plotWidth / columnWidth);
  const scale = view.scale / columnWidth;
  const origin = -view.window.from * scale;
  const shares = kinds.map(() => new Float32Array(columns));
  const sharesOfType = schedule.types.map(type => shares[kinds.indexOf(type.kind)]);
  const [from, to] = visibleBars(view, schedule, lane);
  for (let bar = from; bar < to; bar++) {
    const share = sharesOfType[schedule.type[bar]];
    let left = Math.max(0, origin + schedule.start[bar] * scale);
    const right = Math.min(columns, origin + schedule.end[bar] * scale);
    while (left < right) {
      const column = Math.floor(left);
      const stop = Math.min(right, column + 1);
      share[column] += stop - left;
      left = stop;
    }
  }
  const block = new PixelBlock(view, y, height);
  block.fill(block.colour(GROUND));
  const colours = kinds.map(kind => block.colour(KINDS[kind].colour, context.globalAlpha));
  for (let x = 0; x < block.width; x++) {
    const column = Math.min(columns - 1, Math.floor(x / view.ratio / columnWidth));
    let used = 0;
    let bottom = block.height;
    for (let index = 0; index < kinds.length; index++) {
      used += shares[index][column];
      const top = Math.max(0, Math.round(block.height * (1 - used)));
      block.fillColumn(x, top, bottom, colours[index]);
      bottom = top;
    }
  }
  block.put(context);
}

/** Pixels of the plot, set one by one: where shapes are no wider than pixels this is many times faster than shapes. */
class PixelBlock {
  constructor(view, y, height) {
    this.x = Math.round(GUTTER * view.ratio);
    this.y = Math.round(y * view.ratio);
    this.width = Math.round(view.plotWidth * view.ratio);
    this.height = Math.max(1, Math.round(height * view.ratio));
    this.image = new ImageData(this.width, this.height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** A colour over the ground, as the pixels hold it. */
  colour(hex, alpha = 1) {
    const bytes = [1, 3, 5].map(at => {
      const ground = parseInt(GROUND.slice(at, at + 2), 16);
      return Math.round(ground + alpha * (parseInt(hex.slice(at, at + 2), 16) - ground));
    });
    return new Uint32Array(Uint8Array.of(...bytes, 255).buffer)[0];
  }

  fillColumn(x, top, bottom, colour) {
    for (let at = top * this.width + x; at < bottom * this.width; at += this.width) this.pixels[at] = colour;
  }

  fill(colour) {
    this.pixels.fill(colour);
  }

  put(context) {
    context.putImageData(this.image, this.x, this.y);
  }
}

// Memory

function paintMemory(context, view, row, y) {
  const curve = row.schedule.memory[row.device];
  const { limit, peak, peakTime } = row.schedule.devices[row.device];
  const top = view.memoryTop(row.schedule);
  const level = held => y + row.height - held / top * (row.height - 2);
  const stop = Math.min(view.window.to, row.schedule.makespan);
  const from = Math.max(0, firstAbove(curve.time, view.window.from, 0, curve.time.length) - 1);
  const to = firstAbove(curve.time, stop, from, curve.time.length);
  if (to - from > view.plotWidth / 2) paintDenseMemory(context, view, curve, from, to, stop, row, y, level);
  else paintMemoryShape(context, view, curve, from, to, stop, y + row.height, level);
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

function paintMemoryShape(context, view, curve, from, to, stop, base, level) {
  const left = Math.max(view.x(curve.time[from]), GUTTER - 2);
  const line = new Path2D();
  line.moveTo(left, level(curve.held[from]));
  for (let step = from + 1; step < to; step++) {
    const x = view.x(curve.time[step]);
    line.lineTo(x, level(curve.held[step - 1]));
    line.lineTo(x, level(curve.held[step]));
  }
  line.lineTo(view.x(stop), level(curve.held[to - 1]));
  const area = new Path2D(line);
  area.lineTo(view.x(stop), base);
  area.lineTo(left, base);
  context.fillStyle = MEMORY_FILL;
  context.fill(area);
  context.strokeStyle = MEMORY_LINE;
  context.lineWidth = 1;
  context.stroke(line);
}

/** In each column of pixels, a line from the least to the most held in it. */
function paintDenseMemory(context, view, curve, from, to, stop, row, y, level) {
  const block = new PixelBlock(view, y, row.height);
  const [ground, fill, line] = ["#fafbfc", MEMORY_FILL, MEMORY_LINE].map(hex => block.colour(hex));
  block.fill(ground);
  const pixel = held => Math.min(block.height - 1, Math.max(0, Math.round((level(held) - y) * view.ratio)));
  const ticks = 1 / (view.scale * view.ratio);
  let step = from;
  let last = curve.held[from];
  for (let x = 0; x < block.width; x++) {
    const begin = view.window.from + x * ticks;
    if (begin > stop) {
      block.fillColumn(x, 0, block.height, block.colour("#ffffff"));
      continue;
    }
    let low = last;
    let high = last;
    for (; step < to && curve.time[step] < begin + ticks; step++) {
      last = curve.held[step];
      if (last < low) low = last;
      if (last > high) high = last;
    }
    const top = pixel(high);
    block.fillColumn(x, top, block.height, fill);
    block.fillColumn(x, top, pixel(low) + 1, line);
  }
  block.put(context);
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
  context.fillText(shortMemoryText(device.peak, row.schedule.memoryUnit), 278, middle);
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
  const text = limit === null ? "no limit" : "limit " + shortMemoryText(limit, row.schedule.memoryUnit);
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
