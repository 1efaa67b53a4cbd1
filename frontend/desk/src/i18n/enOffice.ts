/** Words of the first start, search, breaks, the board, calls, recordings, reports and
 * administration: they come after the first load. */
import admin from "./en/admin.json";
import board from "./en/board.json";
import breaks from "./en/breaks.json";
import calls from "./en/calls.json";
import film from "./en/film.json";
import flows from "./en/flows.json";
import health from "./en/health.json";
import insight from "./en/insight.json";
import merging from "./en/merging.json";
import outbound from "./en/outbound.json";
import recording from "./en/recording.json";
import reports from "./en/reports.json";
import routing from "./en/routing.json";
import search from "./en/search.json";
import setup from "./en/setup.json";
import trials from "./en/trials.json";

export const enOffice = {
  admin,
  board,
  breaks,
  calls,
  film,
  flows,
  health,
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
