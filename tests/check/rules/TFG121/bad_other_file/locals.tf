locals {
  tls = "TLSv1.1_2016"
}
