// The page: builds what stands around the canvas, turns keys and mouse into views, and draws after each change.

function start(...raws) {
  const schedules = raws.map(unpackSchedule);
  const unpacked = performance.now();
  const canvas = document.getElementById("chart");
  const tip = document.getElementById("tip");
  const context = canvas.getContext("2d", { alpha: false });
  const options = {
    withMemory: true,
    withStreams: schedules.every(schedule => schedule.lanes.length <= 4 * schedule.devices.length),
    isCritical: false,
    isInterleaved: false,
  };
  const view = {
    schedules,
    options,
    window: new TimeWindow(Math.max(...schedules.map(schedule => schedule.makespan))),
    scroll: 0,
    chosen: null,
    highestBubble: Math.max(1e-9, ...schedules.flatMap(schedule => schedule.devices.map(device => device.bubble))),
    get plotWidth() { return Math.max(50, this.width - RIGHT_MARGIN - GUTTER); },
    get scale() { return this.plotWidth / this.window.span; },
    x(time) { return GUTTER + (time - this.window.from) * this.scale; },
    memoryTop(schedule) { return tops.get(schedule); },
  };
  const tops = new Map(schedules.map(schedule => [schedule,
    1.06 * Math.max(1, ...schedule.devices.map(device => Math.max(device.peak, device.limit ?? 0)))]));

  function layOut() {
    const box = canvas.parentElement.getBoundingClientRect();
    const ratio = view.ratio = window.devicePixelRatio || 1;
    view.width = Math.floor(box.width);
    view.height = Math.floor(box.height);
    canvas.width = Math.round(view.width * ratio);
    canvas.height = Math.round(view.height * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    view.layout = layOutRows(schedules, options, view.height - AXIS_HEIGHT - SCROLL_HEIGHT);
    scrollTo(view.scroll);
    draw();
  }

  function draw() {
    const began = performance.now();
    paint(context, view);
    state.lastDraw = performance.now() - began;
  }

  let isWaiting = false;
  function drawSoon() {
    if (!isWaiting) {
      isWaiting = true;
      requestAnimationFrame(() => {
        isWaiting = false;
        draw();
      });
    }
  }

  function scrollTo(y) {
    const shown = view.height - AXIS_HEIGHT - SCROLL_HEIGHT;
    view.scroll = Math.min(Math.max(0, view.layout.height - shown), Math.max(0, y));
  }

  // What is where

  function rowAt(y) {
    const inside = y - AXIS_HEIGHT + view.scroll;
    if (y < AXIS_HEIGHT || y > view.height - SCROLL_HEIGHT) return undefined;
    return view.layout.rows.find(row => inside >= row.y && inside < row.y + row.height && row.type !== "title");
  }

  function timeAt(x) {
    return view.window.from + (x - GUTTER) / view.scale;
  }

  /** The bar under a point, or one within three pixels of it. */
  function barAt(x, y) {
    const row = rowAt(y);
    if (!row || row.type !== "bars" || x < GUTTER) return null;
    const { schedule, lane } = row;
    const time = timeAt(x);
    const reach = 3 / view.scale;
    const stop = schedule.first[lane + 1];
    const bar = firstAbove(schedule.end, time, schedule.first[lane], stop);
    if (bar < stop && schedule.start[bar] <= time) return { schedule, bar };
    if (bar < stop && schedule.start[bar] - time <= reach) return { schedule, bar };
    const before = bar - 1;
    return before >= schedule.first[lane] && time - schedule.end[before] <= reach ? { schedule, bar: before } : null;
  }

  function heldAt(schedule, device, time) {
    const curve = schedule.memory[device];
    return curve.held[Math.max(0, firstAbove(curve.time, time, 0, curve.time.length) - 1)];
  }

  // Words

  function opName({ schedule, bar }) {
    const type = schedule.types[schedule.type[bar]];
    const segment = type.segment > 0 ? ", segment " + type.segment : "";
    const pipeline = schedule.types.some(other => other.pipeline > 0) ? ", pipeline " + type.pipeline : "";
    return `${KINDS[type.kind].name}, micro-batch ${schedule.microBatch[bar]}${segment}, stage ${type.stage}${pipeline}`;
  }

  function opLines(found) {
    const { schedule, bar } = found;
    const lane = schedule.lanes[schedule.laneOf[bar]];
    const lines = [
      `on ${lane.name} for ${exactTime(schedule.end[bar] - schedule.start[bar], schedule.timeUnit)}`,
      `from ${exactTime(schedule.start[bar], schedule.timeUnit)} to ${exactTime(schedule.end[bar], schedule.timeUnit)}`,
    ];
    if (lane.isCompute) {
      lines.push("memory at its start: "
        + memoryText(heldAt(schedule, lane.device, schedule.start[bar]), schedule.memoryUnit));
    }
    const critical = options.isCritical && criticalPath(schedule).reasonOf.get(bar);
    if (critical) {
      const delay = critical.delay > 0 ? `, starts ${exactTime(critical.delay, schedule.timeUnit)} later than it could` : "";
      lines.push("critical: " + REASONS[critical.reason] + delay);
    }
    return lines;
  }

  function showTip(x, y, head, lines, kind) {
    tip.replaceChildren();
    const title = document.createElement("b");
    if (kind) {
      const mark = document.createElement("i");
      mark.textContent = kind.letters;
      mark.style.background = kind.colour;
      mark.style.color = kind.ink;
      title.append(mark);
    }
    title.append(head);
    tip.append(title, ...lines.map(line => {
      const element = document.createElement("span");
      element.textContent = line;
      return element;
    }));
    tip.hidden = false;
    const { offsetWidth, offsetHeight } = tip;
    tip.style.left = Math.max(4, Math.min(x + 14, view.width - offsetWidth - 6)) + "px";
    tip.style.top = (y + 18 + offsetHeight < view.height ? y + 18 : Math.max(4, y - offsetHeight - 12)) + "px";
  }

  function pointAt(x, y) {
    const found = barAt(x, y);
    if (found) {
      const kind = KINDS[found.schedule.types[found.schedule.type[found.bar]].kind];
      showTip(x, y, opName(found), opLines(found), kind);
      return;
    }
    const row = rowAt(y);
    const time = Math.floor(timeAt(x));
    if (!row || row.device === null || x < GUTTER || time < 0 || time > row.schedule.makespan) {
      tip.hidden = true;
      return;
    }
    const device = row.schedule.devices[row.device];
    const lines = [`${device.name} at ${exactTime(time, row.schedule.timeUnit)}`];
    if (row.type === "memory") {
      lines.push(device.limit === null ? "no limit" : "limit " + memoryText(device.limit, row.schedule.memoryUnit),
        `peak ${memoryText(device.peak, row.schedule.memoryUnit)} at ${exactTime(device.peakTime, row.schedule.timeUnit)}`);
      showTip(x, y, memoryText(heldAt(row.schedule, row.device, time), row.schedule.memoryUnit) + " held", lines);
    } else {
      showTip(x, y, "idle", lines);
    }
  }

  // Choosing

  function choose(found, isKeyboard) {
    view.chosen = found;
    if (found && isKeyboard) reveal(found);
    document.getElementById("said").textContent = found ? [opName(found), ...opLines(found)].join(". ") : "nothing chosen";
    drawSoon();
  }

  function reveal({ schedule, bar }) {
    const { window: shown } = view;
    if (schedule.start[bar] < shown.from || schedule.end[bar] > shown.to) {
      shown.set((schedule.start[bar] + schedule.end[bar] - shown.span) / 2, shown.span);
    }
    const row = view.layout.rows.find(candidate => candidate.type === "bars"
      && candidate.schedule === schedule && candidate.lane === schedule.laneOf[bar]);
    if (!row) return;
    const height = view.height - AXIS_HEIGHT - SCROLL_HEIGHT;
    if (row.y < view.scroll || row.y + row.height > view.scroll + height) scrollTo(row.y - height / 2);
    const y = AXIS_HEIGHT + row.y - view.scroll + row.height;
    const kind = KINDS[schedule.types[schedule.type[bar]].kind];
    showTip(view.x((schedule.start[bar] + schedule.end[bar]) / 2), y - 14, opName({ schedule, bar }),
      opLines({ schedule, bar }), kind);
  }

  function chooseNext(step) {
    if (!view.chosen) {
      const schedule = schedules[0];
      const lane = schedule.computeLane[0];
      const bar = firstAbove(schedule.end, view.window.from, schedule.first[lane], schedule.first[lane + 1]);
      if (bar < schedule.first[lane + 1]) choose({ schedule, bar }, true);
      return;
    }
    const { schedule, bar } = view.chosen;
    const lane = schedule.laneOf[bar];
    const next = bar + step;
    if (next >= schedule.first[lane] && next < schedule.first[lane + 1]) choose({ schedule, bar: next }, true);
  }

  function chooseDevice(step) {
    if (!view.chosen) {
      chooseNext(1);
      return;
    }
    const { schedule, bar } = view.chosen;
    const lanes = view.layout.rows.filter(row => row.type === "bars");
    const at = lanes.findIndex(row => row.schedule === schedule && row.lane === schedule.laneOf[bar]);
    for (let index = at + step; index >= 0 && index < lanes.length; index += step) {
      const row = lanes[index];
      const from = row.schedule.first[row.lane];
      const to = row.schedule.first[row.lane + 1];
      if (from < to) {
        const near = firstAbove(row.schedule.start, schedule.start[bar], from, to) - 1;
        choose({ schedule: row.schedule, bar: Math.max(from, near) }, true);
        return;
      }
    }
  }

  // Mouse and keys

  function zoom(factor, share = 0.5) {
    view.window.zoom(factor, share);
    tip.hidden = true;
    drawSoon();
  }

  function move(pages) {
    view.window.move(pages * view.window.span);
    tip.hidden = true;
    drawSoon();
  }

  function showAll() {
    view.window.set(0, view.window.end);
    tip.hidden = true;
    scrollTo(0);
    drawSoon();
  }

  function toggle(name) {
    options[name] = !options[name];
    buttons.get(name)?.setAttribute("aria-pressed", options[name]);
    tip.hidden = true;
    layOut();
  }

  const KEYS = {
    "+": () => zoom(1.5), "=": () => zoom(1.5), "-": () => zoom(1 / 1.5), "−": () => zoom(1 / 1.5),
    ArrowLeft: event => move(event.shiftKey ? -1 : -0.1), ArrowRight: event => move(event.shiftKey ? 1 : 0.1),
    ArrowUp: () => { scrollTo(view.scroll - 60); drawSoon(); }, ArrowDown: () => { scrollTo(view.scroll + 60); drawSoon(); },
    PageUp: () => move(-1), PageDown: () => move(1), 0: showAll, Home: showAll,
    n: () => chooseNext(1), p: () => chooseNext(-1), j: () => chooseDevice(1), k: () => chooseDevice(-1),
    c: () => toggle("isCritical"), m: () => toggle("withMemory"), s: () => toggle("withStreams"),
    i: () => toggle("isInterleaved"), "?": () => document.getElementById("help").showModal(),
    Escape: () => { tip.hidden = true; choose(null); },
  };

  document.addEventListener("keydown", event => {
    const isTyping = event.ctrlKey || event.metaKey || event.altKey || document.getElementById("help").open;
    if (isTyping || !Object.hasOwn(KEYS, event.key)) return;
    KEYS[event.key](event);
    event.preventDefault();
  });

  canvas.addEventListener("wheel", event => {
    event.preventDefault();
    if (event.offsetX < GUTTER) {
      scrollTo(view.scroll + event.deltaY);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      view.window.move((event.deltaX || event.deltaY) / view.scale);
    } else {
      const share = Math.min(1, (event.offsetX - GUTTER) / view.plotWidth);
      view.window.zoom(Math.exp(-Math.max(-300, Math.min(300, event.deltaY)) / 300), share);
    }
    pointAt(event.offsetX, event.offsetY);
    drawSoon();
  }, { passive: false });

  let drag = null;
  canvas.addEventListener("pointerdown", event => {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    const isScroll = event.offsetY > view.height - SCROLL_HEIGHT;
    drag = { x: event.offsetX, y: event.offsetY, from: view.window.from, scroll: view.scroll, isScroll, isMoved: false };
  });
  canvas.addEventListener("pointermove", event => {
    if (!drag) {
      pointAt(event.offsetX, event.offsetY);
      return;
    }
    const dx = event.offsetX - drag.x;
    const dy = event.offsetY - drag.y;
    drag.isMoved ||= Math.hypot(dx, dy) > 4;
    if (!drag.isMoved) return;
    canvas.classList.add("dragging");
    tip.hidden = true;
    const moved = drag.isScroll ? dx / view.plotWidth * view.window.end : -dx / view.scale;
    view.window.set(drag.from + moved, view.window.span);
    if (!drag.isScroll) scrollTo(drag.scroll - dy);
    drawSoon();
  });
  canvas.addEventListener("pointerup", event => {
    canvas.classList.remove("dragging");
    const isClick = drag && !drag.isMoved;
    drag = null;
    if (isClick) choose(barAt(event.offsetX, event.offsetY));
  });
  canvas.addEventListener("pointercancel", () => { drag = null; });
  canvas.addEventListener("pointerleave", () => { tip.hidden = true; });
  canvas.addEventListener("dblclick", event => {
    const found = barAt(event.offsetX, event.offsetY);
    if (!found) {
      showAll();
      return;
    }
    const length = found.schedule.end[found.bar] - found.schedule.start[found.bar];
    view.window.set(found.schedule.start[found.bar] - 5 * length, 11 * length);
    drawSoon();
  });

  // Around the canvas

  const buttons = new Map();
  const tools = document.getElementById("tools");
  function addButton(text, label, action, option) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.title = label;
    button.setAttribute("aria-label", label);
    if (option) {
      buttons.set(option, button);
      button.setAttribute("aria-pressed", options[option]);
    }
    button.addEventListener("click", action);
    tools.append(button);
  }
  addButton("−", "Zoom out (−)", () => zoom(1 / 1.5));
  addButton("+", "Zoom in (+)", () => zoom(1.5));
  addButton("Fit", "Show everything (0)", showAll);
  addButton("Critical path", "Critical path (c)", () => toggle("isCritical"), "isCritical");
  addButton("Memory", "Memory curves (m)", () => toggle("withMemory"), "withMemory");
  if (schedules.some(schedule => schedule.lanes.some(lane => !lane.isCompute))) {
    addButton("Links", "Links and copy streams (s)", () => toggle("withStreams"), "withStreams");
  }
  if (schedules.length > 1) addButton("By device", "Device by device (i)", () => toggle("isInterleaved"), "isInterleaved");
  addButton("?", "Keys and mouse (?)", () => document.getElementById("help").showModal());

  const titles = [...new Set(schedules.map(schedule => schedule.title))];
  document.getElementById("title").textContent = titles.join(" and ");
  document.getElementById("figures").textContent = describe(schedules[0])
    + (schedules.length > 1 ? ", compared with " + schedules.slice(1).map(schedule => schedule.label).join(", ") : "");
  buildLegend(schedules);
  buildTables(schedules);

  const state = {
    unpacked,
    firstDraw: 0,
    lastDraw: 0,
    /** What is shown, for tests and scripts. */
    view: () => ({ from: view.window.from, to: view.window.to, scroll: view.scroll, ...options,
      chosen: view.chosen && opName(view.chosen), tip: tip.hidden ? null : tip.textContent }),
    /** The middle of the n-th bar of a device of a schedule, in pixels of the canvas. */
    locate: (schedule, device, number) => {
      const lane = schedules[schedule].computeLane[device];
      const bar = schedules[schedule].first[lane] + number;
      const row = view.layout.rows.find(candidate => candidate.type === "bars"
        && candidate.schedule === schedules[schedule] && candidate.lane === lane);
      return { x: view.x((schedules[schedule].start[bar] + schedules[schedule].end[bar]) / 2),
        y: AXIS_HEIGHT + row.y - view.scroll + row.height / 2 };
    },
    schedules,
  };
  layOut();
  state.firstDraw = performance.now();
  new ResizeObserver(layOut).observe(canvas.parentElement);
  return state;
}

function describe(schedule) {
  const stages = new Set(schedule.types.map(type => type.pipeline + "/" + type.stage)).size;
  return `${schedule.devices.length} devices, ${stages} stages, ${grouped(schedule.microBatches)} micro-batches, `
    + `${grouped(schedule.ops)} ops`;
}

function buildLegend(schedules) {
  const legend = document.getElementById("legend");
  const kinds = [...new Set(schedules.flatMap(schedule => schedule.kindsUsed))].sort((a, b) => a - b);
  for (const index of kinds) {
    const entry = document.createElement("li");
    const mark = document.createElement("i");
    mark.textContent = KINDS[index].letters;
    mark.style.background = KINDS[index].colour;
    mark.style.color = KINDS[index].ink;
    entry.append(mark, KINDS[index].name);
    legend.append(entry);
  }
  const chunks = Math.max(0, ...schedules.flatMap(schedule => schedule.types.map(type => type.chunk)));
  if (chunks > 0) legend.append(drawnEntry('<rect y="2" width="26" height="14" fill="#b9c2ce"/><rect y="13" width="26" height="2" fill="#4d5765"/>', "dark strips: later stages of the device"));
  legend.append(
    drawnEntry('<path d="M0 16V9H9V5H18V11H26V16Z" fill="#d3d9e2" stroke="#66748a"/>', "memory held"),
    drawnEntry('<path d="M0 9H26" stroke="#b3261e" stroke-dasharray="5 3" stroke-width="1.5"/>', "its limit"),
    drawnEntry('<circle cx="13" cy="9" r="3" fill="#1c2430"/>', "its peak"));
}

function drawnEntry(shapes, text) {
  const entry = document.createElement("li");
  entry.innerHTML = `<svg width="26" height="18" aria-hidden="true">${shapes}</svg>`;
  entry.append(text);
  return entry;
}

/** What the canvas shows to eyes, as tables for screen readers. */
function buildTables(schedules) {
  const tables = document.getElementById("tables");
  for (const schedule of schedules) {
    const table = document.createElement("table");
    table.createCaption().textContent = `${schedule.label}: ${summary(schedule)}`;
    const addRow = (cells, tag) => {
      const row = table.insertRow();
      cells.forEach(text => row.append(Object.assign(document.createElement(tag), { textContent: text })));
    };
    addRow(["Device", "Bubble", "Peak memory", "Limit", "Micro-batches in flight"], "th");
    for (const device of schedule.devices) {
      addRow([device.name, percent(device.bubble), memoryText(device.peak, schedule.memoryUnit),
        device.limit === null ? "none" : memoryText(device.limit, schedule.memoryUnit), device.inFlight], "td");
    }
    tables.append(table);
  }
}
