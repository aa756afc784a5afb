repository      = "example/ticketing"
domain          = "ticketing.example"
internal_domain = "ticketing-internal.example"
alarm_mail      = "operations@ticketing.example"
monthly_budget  = 8000
