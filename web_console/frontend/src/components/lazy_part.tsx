// SPDX-License-Identifier: Apache-2.0
/**
 * A part of a page whose code comes when it is first needed. If it can't be had, for the lab is away, or if it breaks,
 * the part says so where it stands and is tried again at a click: what one types beside it stays as it is.
 */
import { Component, type ComponentType, lazy, type ReactNode, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { LoadingOrError } from "@/components/loading_or_error";

/** The code of a part could not be had; what breaks in a part that is there is something else, and told as such. */
class NotLoadedError extends Error {
  constructor(readonly why: unknown) {
    super(String(why));
  }
}

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
  const told = error instanceof NotLoadedError ? error.why : new Error(String(error));
  return <LoadingOrError error={told} what={t("part_broken")} onRetry={onRetry} />;
}

/**
 * Makes the part. A part within a part is made so too, for the outer one can't try the inner one's import again.
 *
 * @param load imports its module; called again when one tries again, for what failed once is remembered as failed.
 * @param waiting stands there until the module has come.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
  waiting: ReactNode = <LoadingOrError what="" />,
): ComponentType<Props> {
  const loaded = (): ComponentType<Props> =>
    lazy(() =>
      load().catch((why: unknown) => {
        throw new NotLoadedError(why);
      }),
    ) as ComponentType<Props>;
  let newest = loaded();
  return function Part(props: Props) {
    const [Shown, show] = useState(() => newest);
    const retry = (): void => {
      newest = loaded();
      show(() => newest);
    };
    return (
      <PartBoundary onRetry={retry}>
        <Suspense fallback={waiting}>
          <Shown {...props} />
        </Suspense>
      </PartBoundary>
    );
  };
}
