domain             = "ticketing.example"
internal_domain    = "ticketing-internal.example"
alarm_mail         = "operations@ticketing.example"
operator_role_arns = ["arn:aws:iam::111122223333:role/operators"]
