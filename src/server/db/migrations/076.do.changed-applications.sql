-- An application may be renamed and its secret replaced.
grant update (name, client_secret) on bling_apps to estoqueuni_app;
