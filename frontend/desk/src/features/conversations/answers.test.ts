import { expect, it } from "vitest";
import { saidIn } from "./answers";

const topic = {
  key: "topic",
  value: "refund",
  question: { en: "What is it about?", de: "Worum geht es?" },
  choice: { en: "Invoice or refund" },
};

it("uses the form's words in the reader's language, else in one that there is", () => {
  expect(saidIn(topic, "de")).toEqual({
    key: "topic",
    question: "Worum geht es?",
    answer: "Invoice or refund",
  });
});

it("keeps what the form asks no more", () => {
  const gone = { key: "order_number", value: "4711", question: {}, choice: {} };
  expect(saidIn(gone, "en")).toEqual({
    key: "order_number",
    question: "order number",
    answer: "4711",
  });
});
