/** A flow as a draft: drawn, listed node by node, kept, then published with a reason. */
import { Button, Group, Select, Stack } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FlowGraph, FlowShown } from "@onqueue/api/models";
import { useCentre } from "../../../../api/lists";
import { same } from "../../../../ui/diff/diff";
import { Card } from "../../../../ui/Page";
import { EmptyState } from "../../../../ui/states";
import { DraftBar } from "../../versions/DraftBar";
import { drawing, useFlowFigures } from "../api";
import { graphOf, KINDS, newNode, without, type Kind } from "../graph";
import classes from "./Flow.module.css";
import { FlowDrawing } from "./FlowDrawing";
import { Channels, State, Today, WholeFlow } from "./FlowParts";
import { NodeForm } from "./NodeForm";

interface FlowEditorProps {
  shown: FlowShown;
  /** Told whether there is something in the drawing that was not saved. */
  onDirty: (dirty: boolean) => void;
}

export function FlowEditor({ shown, onDirty }: FlowEditorProps) {
  const { t } = useTranslation();
  const begun = graphOf(shown);
  const [graph, setGraph] = useState<FlowGraph>(begun);
  const [kind, setKind] = useState<Kind>("say");
  const figures = useFlowFigures(shown.flow).data;
  const languages = useCentre().data?.languages ?? ["en"];
  const dirty = !same(graph, begun);
  useEffect(() => onDirty(dirty), [dirty, onDirty]);
  const { draft, flow, problems } = shown;
  const names = graph.nodes.map((node) => node.id);
  const add = (): void => {
    const node = newNode(kind, graph);
    const nodes = [...graph.nodes, node];
    setGraph({ ...graph, nodes, begin: graph.begin === "" ? node.id : graph.begin });
  };
  return (
    <Stack gap="md">
      <State shown={shown} />
      <Channels shown={shown} />
      <Today figures={figures} />
      <Card title={t("flows.drawing")}>
        {graph.nodes.length === 0 ? (
          <EmptyState title={t("flows.empty")}>{t("flows.empty_text")}</EmptyState>
        ) : (
          <FlowDrawing graph={graph} problems={problems} figures={figures} />
        )}
      </Card>
      <WholeFlow graph={graph} languages={languages} problems={problems} onChange={setGraph} />
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
      <DraftBar
        revision={draft?.revision ?? null}
        dirty={dirty}
        save={() => drawing.save(flow, draft?.revision ?? 0, graph)}
        discard={(revision) => drawing.discard(flow, revision)}
        publish={(revision, note) => drawing.publish(flow, revision, note)}
      />
    </Stack>
  );
}
