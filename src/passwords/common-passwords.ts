// Words and phrases that passwords are made of too often, for policy.ts and strength.ts. Own list: leaked favourites, names, places, seasons, teams, keyboards.
// Pure data, small enough for a browser. Does not know how a password is judged: see strength.ts, which also sees counting, repetition and rows of keys by itself.
// Within each group roughly the most used come first. Small letters only; numbers and signs that stand for letters are undone before it is asked.

/** What stands alone or with digits in most bad passwords. */
const favourites = `
password passwort passwd passw pass secret admin administrator welcome login master letmein iloveyou monkey dragon sunshine princess football baseball shadow superman
batman trustno qwerty qwertz azerty hello hallo freedom whatever starwars computer internet superuser root toor guest test tester testing temp temporary default changeme
change user username access system server manager supervisor operator office company business secure security private letmeinnow enter open opensesame sesame abcabc
hunter killer pepper jordan michael jennifer hottie loveme lovely lover love mylove babygirl babyboy baby angel angels buster soccer hockey tennis golf basketball volleyball
charlie thomas george harley ranger ginger cookie cheese chocolate banana orange apple purple yellow silver golden diamond crystal flower butterfly rainbow summer winter
spring autumn fall january february march april june july august september october november december monday tuesday wednesday thursday friday saturday sunday
matrix pokemon naruto minecraft fortnite roblox nintendo playstation xbox gamer gaming google facebook twitter instagram youtube amazon microsoft windows linux ubuntu debian
android iphone samsung nokia oracle mysql postgres database docker kubernetes jenkins github gitlab cisco juniper router switch firewall network wireless wifi
tiger lion eagle eagles falcon panther panthers wolf bear bears horse mustang ferrari porsche mercedes corvette camaro jaguar yamaha honda toyota suzuki kawasaki
please thankyou goodluck lucky happy smile forever together always never nothing something anything everything someone nobody everybody believe dream dreams dreamer
money dollar bitcoin millionaire success winner victory champion champions legend hero ninja samurai pirate wizard magic mystery phoenix thunder lightning storm
jesus christ jesuschrist heaven blessed blessing faith hope grace glory peace amen godisgood ilovegod allah bismillah inshallah mohammed muhammad
qazwsx qazwsxedc asdfgh asdfghjkl zxcvbn zxcvbnm qweasd qweasdzxc asdzxc qwer asdf zxcv wsad wasd abcd abcdef abcdefg abcdefgh aaaaaa
fuckyou fuckoff fuck shit bitch asshole sexy sexsex pussy dick bastard badboy badgirl goodgirl goodboy sweetheart sweetie honey darling cutie kitty kitten puppy doggy
blink blahblah blah foobar foo bar baz example sample demo student teacher school college university class teach engineer developer programmer hacker letme
letmeinplease iamgod iamthebest imissyou ihateyou iloveme iloveu loveyou teamo tequiero teamomucho micorazon amor amormio tiamo jetaime ichliebedich liebe schatz
geheim geheimnis wachtwoord welkom hejsan losenord salasana motdepasse bonjour soleil doudou chouchou contrasena contrasenia contrasenya hola senha segredo haslo kochanie
parol parool sifre sevgilim heslo jelszo lozinka ljubav zaq qwe asd zxc poiuyt mnbvcxz lkjhgf
`;

const names = `
james john robert michael william david richard joseph charles christopher daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian edward ronald
timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry justin scott brandon benjamin samuel gregory frank alexander raymond patrick jack dennis jerry
tyler aaron jose adam nathan henry douglas zachary peter kyle walter ethan jeremy harold keith christian roger noah gerald terry sean austin carl arthur lawrence dylan
mary patricia linda barbara elizabeth jessica susan sarah karen lisa nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah
stephanie rebecca sharon laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine
maria heather diane ruth julie olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah jacqueline martha gloria teresa ann
sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle beverly isabella theresa diana natalie brittany charlotte
marie kayla alexis lori max felix lukas leon finn jonas paul maximilian moritz anton emil oskar jakob elias mia lena leonie hanna lea lina marie sofia clara johanna
luca matteo lorenzo giulia giovanni alessandro francesco marco chiara martina carlos juan luis miguel javier alejandro fernando pablo sergio carmen lucia marta paula
pierre louis jules hugo nathan lucas camille chloe manon lea antoine nicolas julien olga ivan dmitri sergey sergei natasha tatiana svetlana ekaterina anastasia vladimir
ahmed mohamed ali omar hassan hussein fatima aisha mariam yusuf ibrahim khalid mustafa mehmet ayse emre wei ming chen yang hiroshi takashi yuki sakura haruto priya rahul
arjun krishna ganesh lakshmi sanjay rajesh suresh deepak anjali pooja
bella molly lucy daisy maggie sophie sadie chloe bailey lola zoe abby roxy gracie coco sasha lily angel princess emma rosie ruby buddy rocky jake bear duke toby cody
`;

const places = `
london paris berlin madrid rome moscow tokyo newyork chicago boston texas dallas houston denver seattle miami florida california hollywood vegas lasvegas atlanta detroit
phoenix portland toronto montreal vancouver canada america usa england britain scotland ireland wales france germany deutschland italy italia spain espana portugal poland
polska russia ukraine turkey turkiye istanbul ankara greece athens sweden norway denmark finland holland amsterdam belgium brussels austria vienna wien switzerland zurich
geneva hamburg munich muenchen koeln frankfurt stuttgart dresden leipzig barcelona lisboa brasil brazil argentina mexico colombia chile peru cuba jamaica africa nigeria
kenya egypt cairo morocco dubai israel jerusalem iran tehran pakistan india mumbai delhi bangladesh srilanka colombo thailand bangkok vietnam indonesia jakarta malaysia
singapore philippines manila china beijing shanghai hongkong taiwan korea seoul japan osaka australia sydney melbourne newzealand hawaii alaska europe asia
arsenal chelsea liverpool manchester united manutd city everton tottenham realmadrid juventus milan inter bayern dortmund schalke galatasaray fenerbahce besiktas ajax
celtic rangers yankees redsox lakers bulls celtics cowboys steelers packers patriots raiders broncos ronaldo messi neymar beckham kobe lebron jordan
`;

const things = `
house home family mother father mama papa mommy daddy brother sister friend friends bestfriend wife husband children child people person world earth ocean water fire wind
river mountain forest garden island beach moon star stars sky cloud sun rain snow snowflake winterfell night light dark darkness black white green blue red pink gray brown
music guitar piano drummer metal metallica nirvana slipknot linkinpark eminem rihanna beyonce shakira madonna beatles queen elvis guitarist dancer dancing movie film
book books story paper pencil letter number numbers one two three four five six seven eight nine ten hundred thousand million first second third last final new old
king prince knight castle dragonball goku vegeta pikachu zelda mario luigi sonic hobbit frodo gandalf gondor rivendell harrypotter hogwarts dumbledore voldemort hermione
skywalker vader darthvader yoda jedi kenobi startrek enterprise spock picard klingon terminator predator godzilla kingkong spiderman ironman hulk thor captain avengers
pizza burger coffee beer vodka whiskey wine bacon chicken butter sugar candy cake strawberry cherry lemon mango peach coconut vanilla peanut nutella cocacola pepsi
truck car bike bicycle motorcycle train plane airplane pilot soldier army navy marine marines police fireman doctor nurse lawyer chef boss bosslady queenbee employee
team work working worker job money bank account accounting finance marketing sales support helpdesk service customer client partner project product production develop
staging backup restore archive printer scanner monitor keyboard mouse laptop desktop mobile phone telephone camera video photo picture image vpn remote desktop cloud
reeve wso carbon apim publisher creator subscriber api gateway identity directory domain ldap tenant
`;

/** Well known as they are, twelve characters or more; found in leaks again and again, or in books about passwords. */
const phrases = `
passwordpassword password1234 password12345 password123456 passw0rd1234 mypassword123 adminadminadmin administrator1 administrator123 welcome12345 welcometoreeve
qwertyuiop123 qwertyuiopasdfghjkl qwertyuiopasdfghjklzxcvbnm qwerty123456 qwertyqwerty 1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv
zaq12wsxcde3 zaq1zaq1zaq1 qazwsxedcrfv qazwsxedcrfvtgb asdfghjkl123 zxcvbnm12345 123456789012 1234567890123 12345678901234567890 0123456789ab 123qweasdzxc qwe123asd456
q1w2e3r4t5y6 a1b2c3d4e5f6 abc123abc123 abcd1234abcd aa123456789 1a2b3c4d5e6f 147258369147 159357159357 741852963741 987654321098 112233445566 121212121212 102030405060
iloveyou1234 iloveyouforever iloveyousomuch ilovemyself123 iloveyou123456 loveyouforever letmeinletmein letmeinplease trustno1trustno1 changemechangeme pleasechangeme
changeme12345 changeme123456 defaultpassword temporarypassword nopassword123 thisismypassword thisisapassword mypasswordispassword notmypassword secretpassword
supersecretpassword topsecret1234 correcthorsebatterystaple correcthorsebattery batterystaple tobeornottobe tobeornottobethatisthequestion maytheforcebewithyou
theforceiswithyou winteriscoming hakunamatata supercalifragilisticexpialidocious onceuponatime happybirthday happybirthday123 merrychristmas happynewyear2024
thequickbrownfox thequickbrownfoxjumpsoverthelazydog loremipsumdolor loremipsumdolorsitamet helloworld123 helloworld1234 hellokitty123 donttellanyone
nobodyknows123 icantremember iforgotmypassword forgotpassword idontknow1234 dontforgetme letthemeatcake makeamericagreatagain godblessamerica jesuslovesyou jesusismylord
jesuschrist1 inthebeginning thelordismyshepherd liverpoolfc1 manchesterunited realmadrid123 newyorkyankees dallascowboys ilovefootball footballislife
chocolatecake strawberry123 unbelievable butterflies1 motherfucker1 fuckyoufuckyou princess12345 sunshine12345 spongebob1234 minecraft1234 pokemonmaster
starwars12345 harrypotter123 lordoftherings onlythebrave livelaughlove carpediem1234 alohomora1234 opensesame123 abracadabra12 passepartout1 monmotdepasse
geheimespasswort meinpasswort1 hallohallohallo ichliebedich1 schalke041904 borussiadortmund contrasena123 contrasena1234 micontrasena1 teamomucho123 tequieromucho
senha1234567 minhasenha123 motdepasse123 jetaimejetaime wachtwoord123 welkom0123456 haslo1234567 sifre1234567 parol1234567 zhongguo1234 woaini1314520 woaini5201314
5201314woaini aini13145201314 passpasspass testtesttest test12345678 testing12345 rootrootroot toortoortoor guestguest123 useruseruser login1234567 masterpassword
companypassword officepassword passwordreset1 resetpassword1 newpassword123 oldpassword123 myoldpassword mynewpassword summerwinter1 springsummer1 autumnwinter1
`;

const entries = (text: string): readonly string[] => text.trim().split(/\s+/);

/** Word → roughly how many words are tried before it. Made once by whoever judges passwords; asked many times. */
export function commonWords(): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  for (const word of [favourites, phrases, names, places, things].flatMap(entries)) {
    if (!ranks.has(word)) ranks.set(word, ranks.size + 1);
  }
  return ranks;
}
