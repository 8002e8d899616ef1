import type { Instant, Millis } from "../../shared/domain/time.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../shared/domain/time.ts";

function two(value: number): string {
  return String(value).padStart(2, "0");
}

/** The instant in local time, `2026-01-31 23:59:59`: sorts as text and reads the same in every language. */
export function localTime(at: Instant): string {
  const date = new Date(at);
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join("-");
  return `${day} ${clockTime(at)}`;
}

/** The time of day of the instant in local time, `23:59:59`. */
export function clockTime(at: Instant): string {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(":");
}

/** A stage's time for eyes: whole milliseconds, one decimal below ten; a dash for a stage that was not reached. */
export function milliseconds(value: Millis | null | undefined): string {
  if (value === null || value === undefined) return "-";
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

/** A length of time in its largest whole unit: `45s`, `12m`, `3h`, `2d`. */
export function span(length: Millis): string {
  const units = [
    [DAY, "d"],
    [HOUR, "h"],
    [MINUTE, "m"],
  ] as const;
  const unit = units.find(([size]) => length >= size);
  return unit === undefined
    ? `${Math.max(0, Math.round(length / SECOND))}s`
    : `${Math.floor(length / unit[0])}${unit[1]}`;
}
