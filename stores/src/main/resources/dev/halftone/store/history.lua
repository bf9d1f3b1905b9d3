-- Lines of history in order. ARGV from 4 on: from which id, how many
begin()
if sweep(500) then return { 'more' } end
return { 'ok', call('XRANGE', HISTORY, ARGV[4], '+', 'COUNT', ARGV[5]) }
