"""Words and data into lines of styled text: pure functions, styles by theme variable."""
