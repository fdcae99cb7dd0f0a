import { useMemo } from "react";
import { useTranslation } from "react-i18next";

export interface Format {
  number: (value: number) => string;
  percent: (share: number) => string;
  date: (at: string) => string;
  time: (at: string) => string;
  dateTime: (at: string) => string;
  /** "Today", "Yesterday" or the date. */
  day: (at: string) => string;
  /** The time today, else a short date. */
  short: (at: string) => string;
  /** "5 minutes ago". */
  ago: (at: string) => string;
}

const kSteps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function dayNumber(at: string | Date): number {
  const date = new Date(at);
  return Math.round(
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() / 86_400_000,
  );
}

// "en" alone would mean American dates to everyone; the browser knows the reader's region.
function regional(language: string): string {
  return navigator.languages.find((tag) => tag.split("-")[0] === language) ?? language;
}

function capitalised(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

export function makeFormat(language: string): Format {
  const number = new Intl.NumberFormat(language);
  const percent = new Intl.NumberFormat(language, { style: "percent" });
  const date = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(language, { timeStyle: "short" });
  const dateTime = new Intl.DateTimeFormat(language, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  const monthDay = new Intl.DateTimeFormat(language, { month: "short", day: "numeric" });
  const longDay = new Intl.DateTimeFormat(language, {
    weekday: "long",
    month: "long",
    day: "numeric",
  });
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });

  const daysAgo = (at: string): number => dayNumber(new Date()) - dayNumber(at);

  return {
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    date: (at) => date.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    day: (at) => {
      const days = daysAgo(at);
      return days < 2 ? capitalised(relative.format(-days, "day")) : longDay.format(new Date(at));
    },
    short: (at) => (daysAgo(at) === 0 ? time.format(new Date(at)) : monthDay.format(new Date(at))),
    ago: (at) => {
      const seconds = (new Date(at).getTime() - Date.now()) / 1000;
      const step = kSteps.find(([, length]) => Math.abs(seconds) >= length);
      const text = step
        ? relative.format(Math.trunc(seconds / step[1]), step[0])
        : relative.format(0, "second");
      // In Hebrew the standard's data says "an hour ago (1)".
      return text.replace(/\s*\(1\)$/, "");
    },
  };
}

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => makeFormat(regional(i18n.language)), [i18n.language]);
}
