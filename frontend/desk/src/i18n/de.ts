/** One file for each part of the desk; a new part adds its file here and in the other languages. */
import admin from "./de/admin.json";
import board from "./de/board.json";
import breaks from "./de/breaks.json";
import calls from "./de/calls.json";
import common from "./de/common.json";
import conversation from "./de/conversation.json";
import customer from "./de/customer.json";
import floor from "./de/floor.json";
import film from "./de/film.json";
import flows from "./de/flows.json";
import health from "./de/health.json";
import identity from "./de/identity.json";
import insight from "./de/insight.json";
import merging from "./de/merging.json";
import outbound from "./de/outbound.json";
import reasons from "./de/reasons.json";
import recording from "./de/recording.json";
import reports from "./de/reports.json";
import routing from "./de/routing.json";
import search from "./de/search.json";
import setup from "./de/setup.json";
import trials from "./de/trials.json";

/** What may be wrong with a field, by the server's English form of it. */
export { reasons };

export const de = {
  admin,
  board,
  breaks,
  calls,
  common,
  conversation,
  customer,
  floor,
  film,
  flows,
  health,
  identity,
  insight,
  merging,
  outbound,
  recording,
  reports,
  routing,
  search,
  setup,
  trials,
};
