# hash
// slashes
/* block
   comment */
a = "# no // comment /* here */" # yes
b = [ # after a bracket
  1, // one
  /* two */ 2
] /* after */ # and again
c = "${d /* inside */}"
e = <<EOT
# text
${f # inside
}
EOT
#
