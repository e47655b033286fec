terraform {
  backend "http" { # expect: TFG132
    address = "https://state.example.com/events"
  }
}
