/** A flow as a draft: drawn, listed node by node, kept, then published with a reason. */
import { Alert, Button, Group, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowGraph, FlowShown } from "@onqueue/api/models";
import { useCentre } from "../../../../api/lists";
import { same } from "../../../../ui/diff/diff";
import { UnsavedGuard } from "../../../../ui/form/UnsavedGuard";
import { Card } from "../../../../ui/Page";
import { problemText } from "../../../../ui/problems";
import { ReasonDialog } from "../../../../ui/ReasonDialog";
import { EmptyState } from "../../../../ui/states";
import { toastGood } from "../../../../ui/toast";
import { drawing, useFlowFigures } from "../api";
import { graphOf, KINDS, newNode, without, type Kind } from "../graph";
import classes from "./Flow.module.css";
import { FlowDrawing } from "./FlowDrawing";
import { State, Today, WholeFlow } from "./FlowParts";
import { NodeForm } from "./NodeForm";

export function FlowEditor({ shown }: { shown: FlowShown }) {
  const { t } = useTranslation();
  const begun = graphOf(shown);
  const [graph, setGraph] = useState<FlowGraph>(begun);
  const [kind, setKind] = useState<Kind>("say");
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const figures = useFlowFigures(shown.flow).data;
  const languages = useCentre().data?.languages ?? ["en"];
  const dirty = !same(graph, begun);
  const { draft, flow, problems } = shown;
  const names = graph.nodes.map((node) => node.id);
  const run = async (act: () => Promise<unknown>, done: string): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await act();
      toastGood(done);
    } catch (failure) {
      setError(problemText(failure, t));
    } finally {
      setBusy(false);
    }
  };
  const add = (): void => {
    const node = newNode(kind, graph);
    const nodes = [...graph.nodes, node];
    setGraph({ ...graph, nodes, begin: graph.begin === "" ? node.id : graph.begin });
  };
  return (
    <Stack gap="md">
      <State shown={shown} />
      <Today figures={figures} />
      <Card title={t("flows.drawing")}>
        {graph.nodes.length === 0 ? (
          <EmptyState title={t("flows.empty")}>{t("flows.empty_text")}</EmptyState>
        ) : (
          <FlowDrawing graph={graph} problems={problems} figures={figures} />
        )}
      </Card>
      <WholeFlow graph={graph} problems={problems} onChange={setGraph} />
      <Card title={t("flows.nodes")}>
        <ol className={classes.nodes}>
          {graph.nodes.map((node) => (
            <NodeForm
              key={node.id}
              node={node}
              names={names}
              languages={[...languages]}
              problems={problems.filter((one) => one.node === node.id)}
              counts={figures?.exits[node.id] ?? {}}
              onChange={(next) =>
                setGraph({
                  ...graph,
                  nodes: graph.nodes.map((one) => (one.id === node.id ? next : one)),
                })
              }
              onRemove={() => setGraph(without(graph, node.id))}
            />
          ))}
        </ol>
        <Group gap="xs" mt="sm" align="end">
          <Select
            label={t("flows.add_kind")}
            data={KINDS.map((one) => ({ value: one, label: t(`flows.kind.${one}`) }))}
            value={kind}
            allowDeselect={false}
            onChange={(next) => setKind(next ?? "say")}
          />
          <Button variant="default" onClick={add}>
            {t("flows.add_node")}
          </Button>
        </Group>
      </Card>
      {error !== null && (
        <Alert color="coral" role="alert">
          {error}
        </Alert>
      )}
      <Group gap="xs">
        <Button
          disabled={!dirty}
          loading={busy}
          onClick={() =>
            void run(() => drawing.save(flow, draft?.revision ?? 0, graph), t("routing.saved"))
          }
        >
          {t("routing.save")}
        </Button>
        {draft !== null && (
          <>
            <Button variant="default" disabled={dirty} onClick={() => setPublishing(true)}>
              {t("routing.publish")}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              loading={busy}
              onClick={() =>
                void run(() => drawing.discard(flow, draft.revision), t("routing.discarded"))
              }
            >
              {t("routing.discard")}
            </Button>
          </>
        )}
        <Text size="sm" c="dimmed" role="status">
          {dirty ? t("admin.unsaved.short") : ""}
        </Text>
      </Group>
      {publishing && draft !== null && (
        <ReasonDialog
          title={t("routing.publish_title")}
          label={t("routing.why")}
          hint={t("routing.why_hint")}
          confirm={t("routing.publish")}
          done={t("routing.published")}
          run={(note) => drawing.publish(flow, draft.revision, note)}
          onClose={() => setPublishing(false)}
        />
      )}
      <UnsavedGuard dirty={dirty} isDirty={() => dirty} />
    </Stack>
  );
}
