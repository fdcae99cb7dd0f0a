import {
  Accordion,
  Badge,
  Button,
  Card,
  Drawer,
  EmptyState,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Menu,
  Modal,
  Paper,
  SegmentedControl,
  Table,
  Tabs,
  Tooltip,
} from "@mantine/core";
import { accent, accentShade, dark, fontFamily, fontFamilyMono, gray } from "../../brand/tokens";
import classes from "./theme.module.css";

export const theme = createTheme({
  colors: { accent: [...accent], dark: [...dark], gray: [...gray] },
  primaryColor: "accent",
  primaryShade: accentShade as 7,
  fontFamily,
  fontFamilyMonospace: fontFamilyMono,
  fontSizes: {
    xs: "var(--gh-text-xs)",
    sm: "var(--gh-text-s)",
    md: "var(--gh-text-m)",
    lg: "var(--gh-text-l)",
    xl: "var(--gh-text-xl)",
  },
  headings: {
    fontFamily,
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "var(--gh-text-xl)", lineHeight: "1.25" },
      h2: { fontSize: "var(--gh-text-l)", lineHeight: "1.3" },
      h3: { fontSize: "var(--gh-text-m)", lineHeight: "1.4" },
      h4: { fontSize: "var(--gh-text-s)", lineHeight: "1.4" },
    },
  },
  spacing: {
    xs: "var(--gh-space-2)",
    sm: "var(--gh-space-3)",
    md: "var(--gh-space-4)",
    lg: "var(--gh-space-5)",
    xl: "var(--gh-space-6)",
  },
  radius: {
    xs: "0.25rem",
    sm: "var(--gh-radius-s)",
    md: "var(--gh-radius-m)",
    lg: "var(--gh-radius-l)",
    xl: "var(--gh-radius-full)",
  },
  defaultRadius: "sm",
  respectReducedMotion: true,
  focusClassName: classes.focus ?? "",
  components: {
    Input: Input.extend({ classNames: { input: classes.input ?? "" } }),
    Button: Button.extend({
      defaultProps: { size: "sm" },
      classNames: { label: classes.label ?? "" },
    }),
    Badge: Badge.extend({
      defaultProps: { variant: "light", radius: "xl", tt: "none", fw: 600 },
    }),
    Card: Card.extend({
      defaultProps: { withBorder: true, padding: "lg", radius: "md" },
      classNames: { root: classes.lines ?? "" },
    }),
    Paper: Paper.extend({
      defaultProps: { radius: "md" },
      classNames: { root: classes.lines ?? "" },
    }),
    Accordion: Accordion.extend({ classNames: { root: classes.lines ?? "" } }),
    Tabs: Tabs.extend({
      classNames: { root: classes.lines ?? "", tab: classes.tab ?? "" },
      vars: () => ({ root: { "--tabs-color": "var(--gh-accent-text)" } }),
    }),
    EmptyState: EmptyState.extend({ classNames: { actions: classes.actions ?? "" } }),
    Table: Table.extend({ defaultProps: { borderColor: "var(--gh-border)" } }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", radius: "md", withinPortal: true } }),
    Modal: Modal.extend({
      defaultProps: { radius: "md", centered: true, overlayProps: { blur: 2, opacity: 0.45 } },
      classNames: { title: classes.title ?? "" },
    }),
    Drawer: Drawer.extend({ classNames: { title: classes.title ?? "" } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
  },
});

// Mantine's variables take the brand's values, so that one set of tokens rules everywhere.
function semantic(name: string, token: string): Record<string, string> {
  return {
    [`--mantine-color-${name}-light`]: `var(--gh-${token}-soft)`,
    [`--mantine-color-${name}-light-hover`]: `var(--gh-${token}-soft)`,
    [`--mantine-color-${name}-light-color`]: `var(--gh-${token})`,
    [`--mantine-color-${name}-outline`]: `var(--gh-${token})`,
    [`--mantine-color-${name}-text`]: `var(--gh-${token})`,
  };
}

const shared: Record<string, string> = {
  "--mantine-color-body": "var(--gh-surface)",
  "--mantine-color-text": "var(--gh-text)",
  "--mantine-color-bright": "var(--gh-text)",
  "--mantine-color-dimmed": "var(--gh-text-muted)",
  "--mantine-color-placeholder": "var(--gh-text-muted)",
  "--mantine-color-anchor": "var(--gh-accent-text)",
  "--mantine-color-error": "var(--gh-danger)",
  "--mantine-color-default": "var(--gh-surface-raised)",
  "--mantine-color-default-hover": "var(--gh-surface-hover)",
  "--mantine-color-default-color": "var(--gh-text)",
  "--mantine-color-default-border": "var(--gh-border)",
  "--mantine-color-accent-filled-hover": "var(--gh-accent-hover)",
  "--mantine-color-accent-light": "var(--gh-accent-soft)",
  "--mantine-color-accent-light-hover": "var(--gh-accent-soft)",
  "--mantine-color-accent-light-color": "var(--gh-accent-text)",
  "--mantine-color-accent-text": "var(--gh-accent-text)",
  "--mantine-color-accent-outline": "var(--gh-accent-text)",
  "--mantine-color-gray-light": "var(--gh-surface-hover)",
  "--mantine-color-gray-light-hover": "var(--gh-border)",
  "--mantine-color-gray-light-color": "var(--gh-text-muted)",
  "--mantine-color-gray-text": "var(--gh-text-muted)",
  ...semantic("red", "danger"),
  ...semantic("green", "success"),
  ...semantic("yellow", "warning"),
  ...semantic("blue", "info"),
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
