// Unpacks what PictureData packed. Bars are numbered over all lanes of a schedule; lane l has bars first[l] to first[l + 1].

class PackedNumbers {
  constructor(base64) {
    this.bytes = atob(base64);
    this.at = 0;
  }

  next() {
    let number = 0;
    for (let place = 1; ; place *= 128) {
      const byte = this.bytes.charCodeAt(this.at++);
      if (byte < 128) return number + byte * place;
      number += (byte - 128) * place;
    }
  }

  nextSigned() {
    const number = this.next();
    return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
  }
}

function unpackSchedule(raw) {
  const count = raw.lanes.reduce((sum, lane) => sum + lane.count, 0);
  const schedule = {
    ...raw,
    types: raw.types.map(([kind, pipeline, stage, segment, chunk]) => ({ kind, pipeline, stage, segment, chunk })),
    kindsUsed: [...new Set(raw.types.map(type => type[0]))].sort((a, b) => a - b),
    first: new Uint32Array(raw.lanes.length + 1),
    start: new Float64Array(count),
    end: new Float64Array(count),
    type: new Uint32Array(count),
    microBatch: new Uint32Array(count),
    laneOf: new Uint16Array(count),
  };
  unpackBars(raw, schedule);
  schedule.microBatches = schedule.microBatch.reduce((most, number) => Math.max(most, number), -1) + 1;
  schedule.memory = unpackMemory(raw);
  schedule.computeLane = raw.devices.map((_, device) =>
    raw.lanes.findIndex(lane => lane.isCompute && lane.device === device));
  return schedule;
}

function unpackBars(raw, schedule) {
  const numbers = new PackedNumbers(raw.bars);
  const duration = new Float64Array(schedule.types.length);
  const microBatch = new Int32Array(schedule.types.length);
  let bar = 0;
  raw.lanes.forEach((lane, index) => {
    schedule.first[index] = bar;
    duration.fill(0);
    microBatch.fill(0);
    let end = 0;
    for (const stop = bar + lane.count; bar < stop; bar++) {
      const start = end + numbers.nextSigned();
      const type = numbers.next();
      duration[type] += numbers.nextSigned();
      microBatch[type] += numbers.nextSigned();
      end = start + duration[type];
      schedule.start[bar] = start;
      schedule.end[bar] = end;
      schedule.type[bar] = type;
      schedule.microBatch[bar] = microBatch[type];
      schedule.laneOf[bar] = index;
    }
  });
  schedule.first[raw.lanes.length] = bar;
}

function unpackMemory(raw) {
  const numbers = new PackedNumbers(raw.steps);
  return raw.stepCounts.map(count => {
    const curve = { time: new Float64Array(count), held: new Float64Array(count) };
    let time = 0;
    let held = 0;
    for (let step = 0; step < count; step++) {
      curve.time[step] = time += numbers.next();
      curve.held[step] = held += numbers.nextSigned();
    }
    return curve;
  });
}

/** The critical path is unpacked when it is first asked for. */
function criticalPath(schedule) {
  if (!schedule.critical) {
    const numbers = new PackedNumbers(schedule.path);
    const critical = { bars: [], reasonOf: new Map() };
    let bar = 0;
    while (numbers.at < numbers.bytes.length) {
      bar += numbers.nextSigned();
      critical.bars.push(bar);
      critical.reasonOf.set(bar, { reason: numbers.next(), delay: numbers.next() });
    }
    schedule.critical = critical;
  }
  return schedule.critical;
}

/** The first index in [from, to) whose value exceeds the limit, of values in ascending order; to if there is none. */
function firstAbove(values, limit, from, to) {
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (values[middle] > limit) to = middle;
    else from = middle + 1;
  }
  return from;
}
