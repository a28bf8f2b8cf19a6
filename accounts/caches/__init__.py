"""Where limits are counted: in the database, or in a server that several machines share."""
