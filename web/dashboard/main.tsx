import "./start/trusted-types";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@mantine/spotlight/styles.css";
import "./theme/base.css";
import { createRoot } from "react-dom/client";
import { startLanguage } from "./language/i18n";
import { App } from "./start/app";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no element #root.");

void startLanguage().then(() => createRoot(root).render(<App />));
