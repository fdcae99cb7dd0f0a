// The accent of Gatehouse for code that needs values instead of CSS custom properties (Mantine's
// theme). The same steps stand in tokens.css; change both together.

export type ColourSteps = readonly [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

export const accent: ColourSteps = [
  "#ebfafa",
  "#d1f3f1",
  "#abe6e4",
  "#80d4d1",
  "#52bdba",
  "#2da2a0",
  "#138785",
  "#086f6d",
  "#095a59",
  "#094442",
];

// The step that carries white text: 6.0:1.
export const accentShade = 7;

// From the lightest to the darkest of Mantine's ten "dark" steps: text first, page last.
export const dark: ColourSteps = [
  "#e0e8e9",
  "#cfd8d9",
  "#abb7b8",
  "#7c898a",
  "#3f4a4b",
  "#263031",
  "#192223",
  "#11191a",
  "#0c1415",
  "#091010",
];

// From the lightest to the darkest of Mantine's ten "gray" steps.
export const gray: ColourSteps = [
  "#f8fbfb",
  "#f0f4f5",
  "#e0e8e9",
  "#cfd8d9",
  "#abb7b8",
  "#7c898a",
  "#5c696a",
  "#3f4a4b",
  "#263031",
  "#192223",
];

export const fontFamily =
  'ui-sans-serif, system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, ' +
  '"Noto Sans Hebrew", sans-serif';
export const fontFamilyMono =
  'ui-monospace, "SF Mono", "Cascadia Code", "Liberation Mono", Menlo, Consolas, monospace';
