terraform {
  required_providers {
    google = { # expect: TFG137
      source = "hashicorp/google"
    }
  }
}

resource "google_pubsub_topic" "orders" {
  name = "orders"
}
