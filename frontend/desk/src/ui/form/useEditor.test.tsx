import { MantineProvider, TextInput } from "@mantine/core";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { Problem } from "@onqueue/api/problem";
import { officeWords, startI18n } from "../../i18n/i18n";
import { EditorNotices } from "./EditorNotices";
import { useEditor } from "./useEditor";

type Values = { name: string };
interface Thing extends Values {
  version: number;
}
type Save = (values: Values, version: number | null) => Promise<Thing>;

function Form({ save, onSaved }: { save: Save; onSaved: (thing: Thing) => void }) {
  const editor = useEditor<Values, Thing>({
    initial: { name: "Billing" },
    version: 1,
    save,
    onSaved,
    reload: () => Promise.resolve({ name: "Invoices", version: 2 }),
    valuesOf: ({ name }) => ({ name }),
  });
  return (
    <MantineProvider env="test">
      <EditorNotices editor={editor} />
      <TextInput label="Name" {...editor.form.getInputProps("name")} />
      <button type="button" onClick={editor.submit}>
        Save it
      </button>
      <output>{editor.dirty ? "dirty" : "clean"}</output>
    </MantineProvider>
  );
}

const stale = new Problem({
  title: "Ada has changed this in the meantime.",
  status: 409,
  code: "record.changed",
  data: { changed_by: "Ada", version: 2 },
});

async function typeAndSave(save: Save, onSaved = vi.fn()) {
  const user = userEvent.setup();
  render(<Form save={save} onSaved={onSaved} />);
  await user.clear(screen.getByLabelText("Name"));
  await user.type(screen.getByLabelText("Name"), "Money");
  await user.click(screen.getByText("Save it"));
  return { user, onSaved };
}

beforeAll(async () => {
  await startI18n("en");
  await officeWords();
});

describe("useEditor", () => {
  it("saves with the version it was filled from", async () => {
    const save = vi.fn<Save>().mockResolvedValue({ name: "Money", version: 2 });
    const { onSaved } = await typeAndSave(save);
    await waitFor(() => expect(onSaved).toHaveBeenCalledWith({ name: "Money", version: 2 }));
    expect(save).toHaveBeenCalledWith({ name: "Money" }, 1);
    expect(screen.getByText("clean")).toBeInTheDocument();
  });

  it("says at the field what the server refuses, and keeps what was typed", async () => {
    const data = { name: "Money" };
    const taken = { title: "Taken.", status: 409, code: "name.taken", field: "name", data };
    const { onSaved } = await typeAndSave(vi.fn<Save>().mockRejectedValue(new Problem(taken)));
    expect(await screen.findByText(/^There is one called “Money” already/)).toBeInTheDocument();
    expect(screen.getByLabelText("Name")).toHaveValue("Money");
    expect(onSaved).not.toHaveBeenCalled();
  });

  it("shows both when somebody was faster, and saves mine only when told", async () => {
    const save = vi.fn<Save>().mockRejectedValueOnce(stale);
    const { user, onSaved } = await typeAndSave(save);
    expect(await screen.findByText(/Ada has changed this/)).toBeInTheDocument();
    expect(screen.getByText("Invoices")).toBeInTheDocument();
    expect(onSaved).not.toHaveBeenCalled();
    save.mockResolvedValueOnce({ name: "Money", version: 3 });
    await user.click(screen.getByText("Save mine over it"));
    await waitFor(() => expect(onSaved).toHaveBeenCalledTimes(1));
    expect(save).toHaveBeenLastCalledWith({ name: "Money" }, 2);
  });

  it("takes theirs when that is chosen", async () => {
    const { user } = await typeAndSave(vi.fn<Save>().mockRejectedValue(stale));
    await user.click(await screen.findByText("Keep theirs"));
    expect(screen.getByLabelText("Name")).toHaveValue("Invoices");
    expect(screen.getByText("clean")).toBeInTheDocument();
  });
});
