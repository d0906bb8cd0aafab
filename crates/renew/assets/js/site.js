// What every page does: Leave quickly, focus on an error summary.
