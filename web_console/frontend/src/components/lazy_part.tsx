// SPDX-License-Identifier: Apache-2.0
/**
 * A part of a page whose code comes when it is first needed. If it can't be had, for the lab is away, or if it breaks,
 * the part says so where it stands and is tried again at a click: what one types beside it stays as it is.
 */
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadingOrError } from "@/components/loading_or_error";

interface BoundaryProps {
  readonly children: ReactNode;
  readonly onRetry: () => void;
}

class PartBoundary extends Component<BoundaryProps, { error: unknown }> {
  override state: { error: unknown } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    const retry = (): void => {
      this.props.onRetry();
      this.setState({ error: null });
    };
    return <PartBroken error={this.state.error} onRetry={retry} />;
  }
}

function PartBroken({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation("shell");
  return <LoadingOrError error={error} what={t("part_broken")} onRetry={onRetry} />;
}

/**
 * Makes the part.
 *
 * @param load imports its module; called again when one tries again, for what failed once is remembered as failed.
 */
export function lazyPart<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>): ComponentType<Props> {
  let newest = lazy(load) as ComponentType<Props>;
  return function Part(props: Props) {
    const [Shown, show] = useState(() => newest);
    const retry = (): void => {
      newest = lazy(load) as ComponentType<Props>;
      show(() => newest);
    };
    return (
      <PartBoundary onRetry={retry}>
        <Suspense fallback={<LoadingOrError what="" />}>
          <Shown {...props} />
        </Suspense>
      </PartBoundary>
    );
  };
}
