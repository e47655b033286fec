terraform {
  backend "azurerm" {
    container_name = "c"
    key            = "k"
  }
}
