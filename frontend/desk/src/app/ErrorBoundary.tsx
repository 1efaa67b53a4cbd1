/** When a screen breaks: say so, keep the rest, offer the way back. */
import { Button, Group } from "@mantine/core";
import { Component, type ErrorInfo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EmptyState } from "../ui/states";

interface Props {
  children: ReactNode;
}

export function BrokenScreen({ reset }: { reset?: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={t("common.broken.title")}
      action={
        <Group gap="xs">
          {reset !== undefined && (
            <Button variant="default" onClick={reset}>
              {t("common.retry")}
            </Button>
          )}
          <Button onClick={() => location.reload()}>{t("common.broken.reload")}</Button>
        </Group>
      }
    >
      {t("common.broken.text")}
    </EmptyState>
  );
}

export class ErrorBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(error: Error, info: ErrorInfo): void {
    reportError(new Error(`${error.message}${info.componentStack ?? ""}`, { cause: error }));
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <BrokenScreen reset={() => this.setState({ failed: false })} />;
  }
}
