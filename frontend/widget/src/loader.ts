document.documentElement.dataset["onqueue"] = "loader";
