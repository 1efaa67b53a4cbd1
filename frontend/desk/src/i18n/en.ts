/** What everybody reads first. One file for each part of the desk; a new part adds its file here, or
 * to `enOffice.ts`, and in the other languages. */
import common from "./en/common.json";
import conversation from "./en/conversation.json";
import customer from "./en/customer.json";
import floor from "./en/floor.json";
import identity from "./en/identity.json";

export const en = {
  common,
  conversation,
  customer,
  floor,
  identity,
};
