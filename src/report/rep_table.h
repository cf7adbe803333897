#pragma once

#include "movement/analysis.h"
#include "report/page_table.h"

/// Repetitions and holds as tables of a page. Columns that nothing fills are left out.
namespace poise::report {

struct Table {
  std::vector<TableColumn> columns;
  std::vector<TableRow> rows;
};

/// One row a repetition, then mean and SD of the valid ones of each side. No rows without repetitions.
Table rep_table(const movement::Analysis& analysis);
/// One row a hold.
Table hold_table(const movement::Analysis& analysis);
/// No repetition that is not valid or has a reason to say something about.
bool all_plainly_counted(const movement::Analysis& analysis);

}  // namespace poise::report
