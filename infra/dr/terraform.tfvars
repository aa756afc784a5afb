domain             = "ticketing.example"
alarm_mail         = "operations@ticketing.example"
operator_role_arns = ["arn:aws:iam::111122223333:role/operators"]
