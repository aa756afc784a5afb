repository     = "example/ticketing"
domain         = "ticketing.example"
alarm_mail     = "operations@ticketing.example"
monthly_budget = 8000
