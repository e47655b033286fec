locals { layer = "layer.zip" }
