import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { firstLanguage, startI18n } from "./i18n/i18n";
import "@fontsource-variable/geist";
import "./app/mantine.css";
import "./app/base.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");

void startI18n(firstLanguage()).then(() => {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
});
