// Numbers as people read them.

const TIME_UNITS = ["ns", "us", "ms", "s"];

/** A unit in which a length of time has few digits, and how many ticks it has. */
function readableUnit(ticks, unit) {
  let index = TIME_UNITS.indexOf(unit === "µs" ? "us" : unit);
  if (index < 0) return { name: unit, ticks: 1 };
  let size = 1;
  while (index + 1 < TIME_UNITS.length && ticks / size >= 10000) {
    size *= 1000;
    index++;
  }
  return { name: TIME_UNITS[index].replace("us", "µs"), ticks: size };
}

function grouped(number) {
  return Math.round(number).toLocaleString("en-US").replaceAll(",", "\u202f");
}

function decimals(number, places) {
  return Number.isInteger(number) || places === 0
    ? grouped(number)
    : number.toLocaleString("en-US", { minimumFractionDigits: places, maximumFractionDigits: places })
      .replaceAll(",", "\u202f");
}

/** Every tick, for reading off. */
function exactTime(ticks, unit) {
  return grouped(ticks) + " " + unit.replace(/^us$/, "µs");
}

function timeText(ticks, unit) {
  const readable = readableUnit(Math.abs(ticks), unit);
  const value = ticks / readable.ticks;
  const places = readable.ticks === 1 ? 0 : Math.max(0, 3 - String(Math.floor(Math.abs(value))).length);
  return decimals(value, places) + " " + readable.name;
}

function percent(share) {
  return (100 * share).toFixed(share > 0 && share < 0.1 ? 2 : 1) + " %";
}

/** Memory in a unit of few digits: 12 345 MiB is 12.1 GiB. */
function memoryText(units, unit) {
  const chain = ["B", "KiB", "MiB", "GiB", "TiB"];
  let index = chain.indexOf(unit === "bytes" ? "B" : unit);
  if (index < 0) return grouped(units) + (unit === "" ? "" : " " + unit);
  let value = units;
  while (Math.abs(value) >= 10000 && index + 1 < chain.length) {
    value /= 1024;
    index++;
  }
  return (Number.isInteger(value) ? grouped(value) : value.toFixed(value < 100 ? 1 : 0)) + " " + chain[index];
}

/** Round distances between the marks of an axis: 1, 2 or 5 times a power of ten. */
function niceStep(atLeast) {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return power * [1, 2, 5, 10].find(factor => factor * power >= atLeast * 0.999999);
}

/** Memory as short as a column needs it: with its unit where that is well known, else in thousands or millions. */
function shortMemoryText(units, unit) {
  const text = memoryText(units, unit);
  if (text.length <= 9) return text;
  const [size, letter] = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]].find(([least]) => units >= least)
    ?? [1, ""];
  const value = units / size;
  return (Number.isInteger(value) ? grouped(value) : value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)) + " " + letter;
}
