publisher = "123456789012" # expect: TFG003
