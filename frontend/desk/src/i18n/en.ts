/** One file for each part of the desk; a new part adds its file here and in the other languages. */
import admin from "./en/admin.json";
import board from "./en/board.json";
import common from "./en/common.json";
import conversation from "./en/conversation.json";
import customer from "./en/customer.json";
import floor from "./en/floor.json";
import health from "./en/health.json";
import identity from "./en/identity.json";
import insight from "./en/insight.json";
import reports from "./en/reports.json";
import routing from "./en/routing.json";
import search from "./en/search.json";
import trials from "./en/trials.json";

export const en = {
  admin,
  board,
  common,
  conversation,
  customer,
  floor,
  health,
  identity,
  insight,
  reports,
  routing,
  search,
  trials,
};
