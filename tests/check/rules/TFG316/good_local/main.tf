module "orders" {
  source = "./orders"
  name   = "orders"
}
