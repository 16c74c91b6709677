// SPDX-License-Identifier: Apache-2.0
/** The console: what stands around every page, and which page an address shows. */
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ComponentType, lazy, Suspense } from "react";
import { BrowserRouter, Route, Routes, useLocation } from "react-router";
import { ApiError } from "@/api/client";
import { ErrorBoundary } from "@/components/error_boundary";
import { LoadingOrError } from "@/components/loading_or_error";
import { Shell } from "@/components/shell";
import { cssVariables, theme } from "@/theme";

/** A page that needs more texts and styles than the list of missions does. */
function page(load: () => Promise<{ default: ComponentType }>) {
  return lazy(async () => (await Promise.all([load(), import("@/i18n/all_texts"), import("@/styles/all")]))[0]);
}

const MissionsPage = lazy(() => import("@/pages/missions/missions_page"));
const WelcomePage = page(() => import("@/pages/welcome/welcome_page"));
const LogInPage = page(() => import("@/pages/log_in/log_in_page"));
const AdminLinkPage = page(() => import("@/pages/admin_link/admin_link_page"));
const MissionPage = page(() => import("@/pages/mission/mission_page"));
const EpisodePage = page(() => import("@/pages/episode/episode_page"));
const RobotPage = page(() => import("@/pages/robot/robot_page"));
const NotFoundPage = page(() => import("@/pages/not_found/not_found_page"));

/** Asking again helps when the lab was not reached, and never when it said no. */
function worthRetrying(failures: number, error: unknown): boolean {
  return failures < 2 && (!(error instanceof ApiError) || error.status >= 500);
}

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: worthRetrying } } });

function Pages() {
  const { pathname } = useLocation();
  return (
    <ErrorBoundary place={pathname}>
      <Suspense fallback={<LoadingOrError what="" />}>
        <Routes>
          <Route path="/" element={<WelcomePage />} />
          <Route path="/log-in" element={<LogInPage />} />
          <Route path="/admin/:token" element={<AdminLinkPage />} />
          <Route path="/missions" element={<MissionsPage />} />
          <Route path="/missions/:name" element={<MissionPage />} />
          <Route path="/episodes/:id" element={<EpisodePage />} />
          <Route path="/robot" element={<RobotPage />} />
          <Route path="*" element={<NotFoundPage />} />
        </Routes>
      </Suspense>
    </ErrorBoundary>
  );
}

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Shell>
            <Pages />
          </Shell>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  );
}
