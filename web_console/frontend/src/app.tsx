// SPDX-License-Identifier: Apache-2.0
/** The console: what stands around every page, and which page an address shows. */
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes } from "react-router";
import { Shell } from "@/components/shell";
import { theme } from "@/theme";

const MissionsPage = lazy(() => import("@/pages/missions/missions_page"));

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1 } } });

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-left" />
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Shell>
            <Suspense>
              <Routes>
                <Route path="/" element={<MissionsPage />} />
              </Routes>
            </Suspense>
          </Shell>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
