"""Tables in and out: CSV, XLSX and XLS as people send them, every cell with its address; formula-safe writing."""
