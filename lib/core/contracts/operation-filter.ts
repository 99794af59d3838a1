import { ITEM_VIEWS } from "@/lib/core/domain/item-groups";
import { SEARCH_MAX_LENGTH } from "./filters";
import { oneOf, type SearchState, text } from "./search-params";

/** The filter of an operation's items in its page's URL. `name`: a part of the thing's name. */
export const operationItemsFilter = {
  show: oneOf(ITEM_VIEWS, "all"),
  name: text(new RegExp(`^[^]{1,${SEARCH_MAX_LENGTH}}$`)),
};
export type OperationItemsFilter = SearchState<typeof operationItemsFilter>;
