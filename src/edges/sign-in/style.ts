// The stylesheet of the server-rendered pages: the same surfaces and accent as the consoles, light and dark, down to a phone.
// Served as a file, because the content policy allows nothing inline.

export const style = `
:root{color-scheme:light dark;--canvas:light-dark(#f7f8f9,#0c0e10);--surface:light-dark(#fff,#111316);--line:light-dark(#e5e8eb,#23282e);--strong:light-dark(#cfd5db,#3a424b);--ink:light-dark(#171b20,#e6e9ed);--dim:light-dark(#5a6470,#9ba5b0);
--accent:light-dark(#0b6b7d,#75bdc9);--on:light-dark(#fff,#06181b);--wash:light-dark(#e9f5f7,#10262b);--bad:light-dark(#b3332a,#f0897f);--badwash:light-dark(#fdf0ef,#2c1715);--good:light-dark(#1b7a48,#5fc48d);--warn:light-dark(#8f5a00,#e0ac4e)}
*{box-sizing:border-box}
html{font-size:16px}
body{margin:0;min-height:100vh;background:var(--canvas);color:var(--ink);font:14px/20px system-ui,-apple-system,"Segoe UI",Inter,Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;font-variant-numeric:tabular-nums;-webkit-font-smoothing:antialiased}
a{color:var(--accent);text-decoration:none}a:hover{text-decoration:underline}
:focus-visible{outline:2px solid var(--accent);outline-offset:1px;border-radius:4px}
h1{font-size:20px;line-height:28px;font-weight:600;margin:0 0 4px}h2{font-size:14px;line-height:20px;font-weight:600;margin:0 0 4px}
p{margin:0 0 12px}.dim{color:var(--dim)}.small{font-size:12px;line-height:16px}code{font:12px ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
.mark{display:flex;align-items:center;gap:8px;font-weight:600;margin-bottom:24px}.mark img{display:block;max-width:160px;object-fit:contain}
.narrow{max-width:392px;margin:0 auto;padding:12vh 16px 48px}
.wide{max-width:880px;margin:0 auto;padding:24px 16px 64px}
.card{background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:24px;box-shadow:0 1px 2px rgb(16 24 32/5%)}
.wide .card{margin-bottom:16px}
label{display:block;font-weight:500;margin:16px 0 4px}.card form>label:first-of-type{margin-top:12px}
input[type=text],input[type=password],input[type=number],input[type=date],textarea{width:100%;height:36px;padding:0 10px;border:1px solid var(--strong);border-radius:6px;background:var(--surface);color:var(--ink);font:inherit}
textarea{height:72px;padding:8px 10px;font:12px/18px ui-monospace,monospace}
input:focus-visible,textarea:focus-visible{outline-offset:-1px;border-color:var(--accent)}
button{height:36px;padding:0 14px;border:1px solid transparent;border-radius:6px;background:var(--accent);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
.narrow form>button{width:100%;margin-top:24px}.wide form>button{margin-top:16px}
button{white-space:nowrap}button:hover{filter:brightness(1.06)}button.quiet{background:none;border-color:var(--strong);color:var(--ink);font-weight:500;height:28px;padding:0 10px;margin:0!important;width:auto!important}
button.quiet:hover{border-color:var(--bad);color:var(--bad);filter:none}
.says{border:1px solid var(--line);border-left:3px solid var(--bad);background:var(--badwash);border-radius:6px;padding:10px 12px;margin:12px 0}.says.good{border-left-color:var(--good);background:var(--wash)}.says p{margin:0}.says ul{margin:4px 0 0;padding-left:18px}
.field-bad{color:var(--bad);margin:4px 0 0}ul.rule{margin:8px 0 0;padding-left:18px;color:var(--dim);font-size:12px;line-height:18px}ul.rule li[data-state=met]{list-style:'✓  ';color:var(--good)}ul.rule li[data-state=failed]{list-style:'✗  ';color:var(--bad)}
.bar{display:flex;align-items:center;gap:12px;margin-bottom:24px}.bar .mark{margin:0 auto 0 0}.bar form{margin:0}.names{margin-bottom:16px!important}.names .bar,p.bar{margin-bottom:0}.names a{margin-right:auto;overflow-wrap:anywhere}p.bar{margin-top:12px;justify-content:space-between;font-weight:600;overflow-wrap:anywhere}p.bar a{font-weight:500;white-space:nowrap}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:500;color:var(--dim);font-size:12px;padding:4px 12px 4px 0}td{padding:8px 12px 8px 0;border-top:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}td:last-child{text-align:right;padding-right:0;white-space:nowrap;overflow-wrap:normal}td form{margin:0}
.table{overflow-x:auto}.secret{display:block;padding:10px 12px;background:var(--wash);border-radius:6px;user-select:all;margin-top:8px}
.tag{display:inline-block;font-size:12px;line-height:18px;padding:0 8px;border-radius:9px;background:var(--wash);color:var(--accent);white-space:nowrap}
ul.plain{list-style:none;margin:0;padding:0}ul.plain>li{padding:8px 0;border-top:1px solid var(--line)}ul.plain>li:first-child{border-top:0}
.away{position:absolute;left:-9999px;width:1px;height:1px;overflow:hidden}.terms{max-height:240px;overflow:auto;border:1px solid var(--line);border-radius:6px;padding:10px 12px;margin-top:16px}
meter{width:100%;height:8px;margin-top:8px}@media (scripting:enabled){[data-meter-place]{min-height:40px}}[hidden]{display:none}.row{display:grid;grid-template-columns:2fr 1fr;gap:12px}
.foot{margin-top:16px;text-align:center}.foot a{text-decoration:underline}
.qr{width:200px;margin:12px 0;padding:8px;background:#fff;border-radius:6px}.qr svg{display:block;width:100%;height:auto}
ul.tiles{list-style:none;margin:8px 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(220px,1fr));gap:8px}ul.tiles a{display:flex;align-items:center;gap:12px;min-height:56px;padding:10px 12px;border:1px solid var(--line);border-radius:8px;color:var(--ink);overflow-wrap:anywhere}ul.tiles a:hover{border-color:var(--accent);text-decoration:none}ul.tiles img{max-width:64px;object-fit:contain}.initial{flex:none;width:32px;height:32px;border-radius:8px;background:var(--wash);color:var(--accent);font-weight:600;line-height:32px;text-align:center}
ul.codes{list-style:none;margin:12px 0;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:8px 16px}ul.codes code{font-size:15px;user-select:all}
.tick{display:flex;align-items:center;gap:8px;font-weight:400}.tick input{width:16px;height:16px;min-width:16px;margin:0}
.after,.card form+h2{margin-top:24px}.after{margin-top:16px}a.button{display:block;text-align:center;line-height:36px;border-radius:6px;background:var(--accent);color:var(--on);font-weight:600;text-decoration:none;padding:0 14px}
button.second{background:none;border-color:var(--strong);color:var(--ink)}details{margin-top:12px}summary{cursor:pointer;color:var(--accent);font-weight:500}td details{margin:0;text-align:left}td summary{text-align:right}
form[data-passkey]>button{width:100%;background:none;border-color:var(--strong);color:var(--ink);margin-top:12px}
form.with{display:grid;gap:8px}.narrow form.with>button{margin:0}p.or{text-align:center;margin:20px 0 12px}
dl.plain{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:8px 0 0}dl.plain dt{color:var(--dim)}dl.plain dd{margin:0;overflow-wrap:anywhere}
select{width:100%;height:36px;border:1px solid var(--strong);border-radius:6px;background:var(--surface);color:var(--ink);font:inherit;padding:0 8px}
@media (max-width:640px){.narrow{padding-top:32px}.card{padding:20px 16px}.row{grid-template-columns:1fr;gap:0}.hide{display:none}}
@media (pointer:coarse){input,textarea{font-size:16px!important;height:44px}textarea{height:88px}button{height:44px}button.quiet{height:36px}}
@media (prefers-reduced-motion:reduce){*{transition:none!important}}
`;
