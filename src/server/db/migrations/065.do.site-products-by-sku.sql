-- Comparing asks for every product of ours whether the site has its SKU, or had it once.
create index site_products_sku on site_products (tenant_id, site_id, sku) where sku <> '';
