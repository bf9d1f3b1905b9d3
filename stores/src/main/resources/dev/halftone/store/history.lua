-- Lines of history in order. ARGV: keep, periods, from which id, how many
begin()
if sweep(500) then return { 'more' } end
return { 'ok', call('XRANGE', HISTORY, ARGV[3], '+', 'COUNT', ARGV[4]) }
