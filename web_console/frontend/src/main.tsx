// SPDX-License-Identifier: Apache-2.0
import "@/styles/first";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app";
import { ready } from "@/i18n/i18n";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
await ready;
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
