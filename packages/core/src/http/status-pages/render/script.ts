/**
 * What the page does besides being read, where scripts run: times of the reader's own zone, the days of a bar under the
 * pointer and the arrow keys, and a look every minute whether something has changed.
 */
export const SCRIPT = `(()=>{
let D=document,F=(d,o)=>new Intl.DateTimeFormat("en-GB",o).format(d),
B=()=>{D.querySelectorAll("time:not([title])").forEach(t=>{let d=new Date(t.dateTime);if(!isNaN(d)&&t.dateTime.length>10){t.title=t.textContent;t.textContent=F(d,{day:"numeric",month:"short",hour:"2-digit",minute:"2-digit",timeZoneName:"short"})}});
D.querySelectorAll("svg.g:not([tabindex])").forEach(s=>{let c=s.nextElementSibling.children[1],w=c.textContent,l=JSON.parse(s.dataset.d),n=90,i=n-1,
S=k=>{i=Math.max(0,Math.min(n-1,k));let d=new Date(s.dataset.e);d.setUTCDate(d.getUTCDate()-(n-1-i));c.textContent=F(d,{day:"numeric",month:"short",timeZone:"UTC"})+": "+(l[i]||(i<s.dataset.k?"nothing known":"no trouble"))};
s.tabIndex=0;s.onpointermove=e=>{let r=s.getBoundingClientRect();S(Math.floor((e.clientX-r.left)/r.width*n))};
s.onpointerleave=s.onblur=()=>{c.textContent=w;c.ariaLive=null};
s.onkeydown=e=>{let m={ArrowLeft:-1,ArrowRight:1}[e.key];if(m){e.preventDefault();c.ariaLive="polite";S(i+m)}}})};
let M=()=>D.querySelector("main"),Q=()=>M().innerHTML.replace(/<small.*?<\\/small>/,""),V=Q(),S=M().querySelector(".b small");
B();
if(S)setInterval(async()=>{if(D.hidden||M().contains(D.activeElement))return;try{let r=await fetch(location.href);if(!r.ok)return;
let n=new DOMParser().parseFromString(await r.text(),"text/html").querySelector("main"),o=M(),s=n.querySelector(".b small"),d=[...o.querySelectorAll("details")].map(e=>e.open);if(!s)return;
o.replaceWith(n);let q=Q();if(q===V){n.replaceWith(o);o.querySelector(".b small").replaceWith(s)}else n.querySelectorAll("details").forEach((e,i)=>{e.open=d[i]});V=q;B()}catch{}},6e4)})()`.replaceAll(
  '\n',
  '',
)
