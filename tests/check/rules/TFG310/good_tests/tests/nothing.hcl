not { looked = into
