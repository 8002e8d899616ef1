module gangway/bench

go 1.21
